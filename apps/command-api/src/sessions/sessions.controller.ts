import {
  type SessionAnswer,
  type SessionStateAnswer,
  type SessionsEndedAnswer,
  type StartSessionBody,
  endAllSessions,
  endSession,
  readSession,
  startSession,
} from '@keyledger/contracts';
import { CONFIG, type Config } from '@keyledger/platform';
import { Body, Controller, Inject, Req, Res, UsePipes } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Route } from '../http/route.js';
import { SchemaPipe } from '../http/schema-pipe.js';
import { clearedSessionCookie, cookieSafety, sessionCookie } from './session-cookie.js';
import { SessionReader } from './session-reader.js';
import { SigningIn } from './signing-in.js';
import { SigningOut } from './signing-out.js';

/** Browsers that an admin is signed in on. No guard: what each route needs to know it finds out by itself. */
@Controller()
@UsePipes(SchemaPipe)
export class SessionsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SigningIn) private readonly signingIn: SigningIn,
    @Inject(SigningOut) private readonly signingOut: SigningOut,
    @Inject(SessionReader) private readonly reader: SessionReader,
  ) {}

  @Route(startSession)
  async start(
    @Body({ schema: startSession.body.schema }) { key }: StartSessionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const signedIn = await this.signingIn.signIn(request, key);
    void reply.header('set-cookie', sessionCookie(signedIn.token, this.safetyOf(request)));
    return this.reader.answerTo(signedIn);
  }

  @Route(readSession)
  async read(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionStateAnswer> {
    const state = await this.reader.read(request);
    if (!state.signedIn && request.headers.cookie !== undefined) this.clearCookie(request, reply);
    return state;
  }

  @Route(endSession)
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.signingOut.signOut(request);
    this.clearCookie(request, reply);
  }

  @Route(endAllSessions)
  async endAll(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionsEndedAnswer> {
    const ended = await this.signingOut.signOutEverywhere(request);
    this.clearCookie(request, reply);
    return { ended };
  }

  private clearCookie(request: FastifyRequest, reply: FastifyReply): void {
    void reply.header('set-cookie', clearedSessionCookie(this.safetyOf(request)));
  }

  private safetyOf(request: FastifyRequest) {
    return cookieSafety(request, this.config.publicUrl);
  }
}
