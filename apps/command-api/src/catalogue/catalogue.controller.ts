import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AllowedOperationsAnswer,
  type AllowedScopesAnswer,
  type CatalogueAnswer,
  type CatalogueBody,
  type CatalogueDefinedAnswer,
  type CatalogueQuery,
  type CatalogueTakenAnswer,
  type DryRunQuery,
  catalogueOfOpenApi,
  defineCatalogue,
  listAllowedOperations,
  listAllowedScopes,
  readCatalogue,
  takeCatalogue,
} from '@keyledger/contracts';
import { type CatalogueDefinition, decidingSystemScope, profileOf, refuse } from '@keyledger/domain';
import type { FastifyReply } from 'fastify';
import { orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { Ledger } from '../ledger/ledger.js';
import { reportAnswer } from './catalogue-answers.js';
import { DefineCatalogueMessage } from './catalogue-commands.js';
import {
  ListAllowedOperationsMessage,
  ListAllowedScopesMessage,
  ReadCatalogueMessage,
} from './catalogue-queries.js';
import { YamlParser } from './yaml-parser.js';

@AdminController()
export class CatalogueController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(YamlParser) private readonly yaml: YamlParser,
  ) {}

  @Route(defineCatalogue)
  async define(
    @Param('account') accountId: string,
    @Query({ schema: defineCatalogue.query }) query: DryRunQuery,
    @Body({ schema: defineCatalogue.body.schema }) body: CatalogueBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogueDefinedAnswer> {
    const operations = body.operations.map(({ summary = null, routes = [], ...operation }) => {
      return { ...operation, summary, routes };
    });
    return this.defined(accountId, { operations, groups: body.groups ?? [] }, query, asked, reply);
  }

  @Route(takeCatalogue)
  async take(
    @Param('account') accountId: string,
    @Query({ schema: takeCatalogue.query }) query: DryRunQuery,
    @Body({ schema: takeCatalogue.body.schema }) body: unknown,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogueTakenAnswer> {
    const account = orProblem((await this.ledger.findAccount(accountId)) ?? refuse('ACCOUNT_NOT_FOUND', ''));
    const document = orProblem(typeof body === 'string' ? await this.yaml.parse(body) : body);
    const { permissions } = profileOf(account.state.profile);
    const { catalogue, report } = orProblem(catalogueOfOpenApi(document, permissions));
    const answer = await this.defined(accountId, catalogue, query, asked, reply);
    return { ...answer, report: reportAnswer(report) };
  }

  @Route(readCatalogue)
  async read(
    @Param('account') accountId: string,
    @Query({ schema: readCatalogue.query }) query: CatalogueQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogueAnswer> {
    const { revision, answer } = orProblem(
      await this.queries.execute(new ReadCatalogueMessage(accountId, query)),
    );
    setEtag(reply, revision);
    return answer;
  }

  @Route(listAllowedScopes)
  async allowedScopes(
    @Param('account') accountId: string,
    @Param('operation') operation: string,
  ): Promise<AllowedScopesAnswer> {
    return orProblem(await this.queries.execute(new ListAllowedScopesMessage(accountId, operation)));
  }

  @Route(listAllowedOperations)
  async allowedOperations(
    @Param('account') accountId: string,
    @Param('scope') scope: string,
  ): Promise<AllowedOperationsAnswer> {
    return orProblem(await this.queries.execute(new ListAllowedOperationsMessage(accountId, scope)));
  }

  private async defined(
    accountId: string,
    catalogue: CatalogueDefinition,
    { dryRun }: DryRunQuery,
    { at, metadata, caller, revisions }: Asked,
    reply: FastifyReply,
  ): Promise<CatalogueDefinedAnswer> {
    const mayListKeys = decidingSystemScope(caller.scopes, 'ListKeys', accountId) !== null;
    const command = { type: 'DefineCatalogue', accountId, at, catalogue } as const;
    const message = new DefineCatalogueMessage(command, metadata, { dryRun, mayListKeys }, revisions);
    const answer = orProblem(await this.commands.execute(message));
    if (answer.revision !== null) setEtag(reply, answer.revision);
    return answer;
  }
}
