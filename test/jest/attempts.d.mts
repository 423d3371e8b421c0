/** What Jest's results say of a spec file, as far as it is used here. */
export interface FileResult {
  readonly testFilePath: string;
  readonly numPassingTests: number;
  readonly numFailingTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testExecError?: unknown;
  readonly testResults: readonly { readonly fullName: string; readonly status: string }[];
}

export function filesToRepeat(files: readonly FileResult[]): string[];
export function lastAttempts(first: readonly FileResult[], second: readonly FileResult[]): FileResult[];
export function repeatedLines(first: readonly FileResult[], last: readonly FileResult[]): string[];
export function countLine(files: readonly FileResult[]): string;
