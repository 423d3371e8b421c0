import { type INestApplication, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document.js';

export const documentPath = '/openapi.json';
export const documentationPath = '/docs';

/** `/openapi.json`, and a page to read it and try it out; open to everybody, since it holds nothing of anybody. */
@Injectable()
export class DocumentationRoutes implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Of the application, `setup` uses its HTTP adapter alone.
    const app = { getHttpAdapter: () => this.host.httpAdapter } as unknown as INestApplication;
    SwaggerModule.setup(documentationPath, app, openApiDocument(), {
      raw: ['json'],
      jsonDocumentUrl: documentPath,
      customSiteTitle: 'Keyledger API',
      swaggerOptions: { persistAuthorization: false },
    });
  }
}
