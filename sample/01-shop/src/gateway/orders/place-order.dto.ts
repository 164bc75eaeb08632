import { IsInt, IsString, Max, Min } from 'class-validator';

export class PlaceOrderDto {
  @IsInt()
  readonly userId!: number;

  @IsString()
  readonly sku!: string;

  @IsInt()
  @Min(1)
  @Max(100)
  readonly quantity!: number;
}
