import { HttpException } from '@nestjs/common';
import type { Code } from '@keyledger/domain';
import { isConnectionError } from '../database/connection-error.js';
import { isError } from '../is-error.js';
import { type FieldError, type Problem, ProblemError, problem } from './problem.js';

/**
 * The one mapping from anything thrown to what the client sees. Texts of foreign errors are never passed on: they
 * may quote what was sent.
 */
export function problemOfError(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return (
    problemOfKnownName(error) ?? problemOfFramework(error) ?? problemOfOutage(error) ?? problem('INTERNAL')
  );
}

/** Errors of the ports, matched by name: this library does not import the libraries that declare them. */
const codesOfNames: Readonly<Record<string, Code>> = {
  EventLogUnavailable: 'LOG_UNAVAILABLE',
  AppendOutcomeUnknown: 'OUTCOME_UNKNOWN',
};

function problemOfKnownName(error: unknown): Problem | undefined {
  const code = isError(error) ? codesOfNames[error.name] : undefined;
  return code && problem(code);
}

function problemOfOutage(error: unknown): Problem | undefined {
  if (isConnectionError(error)) return problem('DATABASE_UNAVAILABLE');
  const cause = isError(error) ? error.cause : undefined;
  return isError(cause) ? problemOfOutage(cause) : undefined;
}

/** Fastify's own refusals (fastify/lib/errors.js); its other codes are told by their status. */
const codesOfFastify: Readonly<Record<string, Code>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_REQUEST',
  FST_ERR_VALIDATION: 'INVALID_REQUEST',
  FST_ERR_BAD_URL: 'INVALID_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'INVALID_REQUEST',
  FST_ERR_NOT_FOUND: 'ROUTE_NOT_FOUND',
};

const codesOfStatus: Readonly<Record<number, Code>> = {
  401: 'INVALID_CREDENTIALS',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  503: 'NOT_READY',
};

const detailsOfFastify: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, but its content type says JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says.',
  FST_ERR_BAD_URL: 'The path is not properly percent-encoded.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the path is too long.',
};

/** Nest wraps what Fastify threw in an HttpException whose `cause` it is. */
function problemOfFramework(error: unknown): Problem | undefined {
  if (!isError(error)) return undefined;
  const origin = error instanceof HttpException && isError(error.cause) ? error.cause : error;
  const fastifyCode = textField(origin, 'code');
  const code = (fastifyCode && codesOfFastify[fastifyCode]) || codeOfParser(origin) || codeOfStatus(error);
  if (!code) return undefined;
  const errors = fieldErrors(error, origin);
  return problem(code, detailsOfFastify[fastifyCode ?? ''], errors.length === 0 ? {} : { errors });
}

/** secure-json-parse, Fastify's JSON parser, throws plain SyntaxErrors with status 400, also for `__proto__`. */
function codeOfParser(error: Error): Code | undefined {
  return error.name === 'SyntaxError' && statusOf(error) === 400 ? 'MALFORMED_JSON' : undefined;
}

function codeOfStatus(error: Error): Code | undefined {
  const status = statusOf(error);
  if (status === undefined) return undefined;
  return codesOfStatus[status] ?? (status >= 400 && status < 500 ? 'INVALID_REQUEST' : undefined);
}

function statusOf(error: Error): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : undefined;
}

function textField(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}

const fieldErrorsMax = 20;

/** Fastify's schema validation lists `{instancePath, message}`; Nest's pipe answers with `path: message` lines. */
function fieldErrors(error: Error, origin: Error): readonly FieldError[] {
  const validation: unknown = Reflect.get(origin, 'validation');
  if (Array.isArray(validation)) return validation.slice(0, fieldErrorsMax).map(fieldErrorOfAjv);
  if (!(error instanceof HttpException) || error.getStatus() !== 400) return [];
  const response: unknown = error.getResponse();
  const messages: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, 'message') : undefined;
  return Array.isArray(messages) ? messages.slice(0, fieldErrorsMax).map(fieldErrorOfLine) : [];
}

function fieldErrorOfAjv(entry: unknown): FieldError {
  const { instancePath = '', message = 'is not valid' } = entry as {
    instancePath?: string;
    message?: string;
  };
  return { path: instancePath.split('/').filter(Boolean).join('.'), message };
}

function fieldErrorOfLine(line: unknown): FieldError {
  const text = String(line);
  const separator = text.indexOf(': ');
  if (separator < 0) return { path: '', message: text };
  return { path: text.slice(0, separator), message: text.slice(separator + 2) };
}
