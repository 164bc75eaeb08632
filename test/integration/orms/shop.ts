import { Controller, Get, HttpCode, Post } from '@nestjs/common';

/** Values that no span may show. */
export const SECRET_NAME = 'secret name';
export const SECRET_ITEM = 'secret item';

/** What each ORM does in its own words. */
export abstract class Shop {
  /**
   * Stores a customer of SECRET_NAME with a purchase of SECRET_ITEM in one transaction; fails when there is one of that
   * name already.
   */
  abstract buy(): Promise<unknown>;
  /** How many purchases all customers have made, by one join. */
  abstract purchases(): Promise<number>;
  abstract dropTables(): Promise<unknown>;
}

@Controller()
export class ShopController {
  constructor(private readonly shop: Shop) {}

  @Post('buy')
  @HttpCode(204)
  async buy(): Promise<void> {
    await this.shop.buy();
  }

  @Get('purchases')
  async purchases(): Promise<{ count: number }> {
    return { count: await this.shop.purchases() };
  }
}
