import { Controller, Get } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TelemetryModule } from 'nestjs-telemetry';

@Controller()
class HomeController {
  @Get()
  home(): string {
    return 'home';
  }
}

it('an application that imports the module twice is told so', async () => {
  const quiet = { logging: { level: 'silent' } } as const;
  const testing = await Test.createTestingModule({
    imports: [TelemetryModule.forRoot(quiet), TelemetryModule.forRoot({ ...quiet, service: { name: 'again' } })],
    controllers: [HomeController],
  }).compile();
  const app = testing.createNestApplication();
  await expect(app.init()).rejects.toMatchObject({ name: 'TelemetryError', code: 'IMPORTED_TWICE' });
  await app.close();
});
