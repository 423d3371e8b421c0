export interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

export interface TestsOfFile {
  readonly testFilePath: string;
  readonly testResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly invocations?: number;
  }[];
}

export function countLine(results: Counts): string;
export function secondAttemptLines(results: { readonly testResults: readonly TestsOfFile[] }): string[];
