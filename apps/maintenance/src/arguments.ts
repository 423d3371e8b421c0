import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { StartupError, isError } from '@keyledger/platform';

/** @throws StartupError with the usage where they are not as `options` say. */
export function argumentsOf<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new StartupError(`${isError(error) ? error.message : String(error)}\n${usage}`);
  }
}
