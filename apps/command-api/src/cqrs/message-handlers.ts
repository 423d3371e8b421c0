import { Inject, type Type } from '@nestjs/common';
import { type Command, CommandHandler, type Query, QueryHandler } from '@nestjs/cqrs';

type MessageClass<Message> = abstract new (...given: never[]) => Message;

/** The handler of a command: one line where it is listed. `service` is injected and does the work. */
export function commandHandler<Message extends Command<unknown>, Service>(
  message: MessageClass<Message>,
  service: Type<Service>,
  execute: (service: Service, message: Message) => ResultOf<Message>,
): Type {
  @CommandHandler(message)
  class Handler {
    constructor(@Inject(service) private readonly service: Service) {}

    execute(given: Message): ResultOf<Message> {
      return execute(this.service, given);
    }
  }
  return Handler;
}

/** As `commandHandler`, for a query. */
export function queryHandler<Message extends Query<unknown>, Service>(
  message: MessageClass<Message>,
  service: Type<Service>,
  execute: (service: Service, message: Message) => ResultOf<Message>,
): Type {
  @QueryHandler(message)
  class Handler {
    constructor(@Inject(service) private readonly service: Service) {}

    execute(given: Message): ResultOf<Message> {
      return execute(this.service, given);
    }
  }
  return Handler;
}

type ResultOf<Message> = Promise<
  Message extends Command<infer Result> ? Result : Message extends Query<infer Result> ? Result : never
>;
