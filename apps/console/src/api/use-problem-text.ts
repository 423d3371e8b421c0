import { useTranslation } from 'react-i18next';
import { useKnownText } from '../i18n/use-known-text.js';
import { ApiProblem, type FieldProblem } from './problem.js';

export interface ProblemText {
  readonly title: string;
  /** What the server says about this case; in English, as the API speaks. */
  readonly detail: string | null;
  readonly code: string | null;
  readonly fields: readonly FieldProblem[];
}

/** Puts an error into words: in the reader's language where the code is one that a page meets often. */
export function useProblemText(): (error: unknown) => ProblemText {
  const { t } = useTranslation('problems');
  const knownText = useKnownText('problems');
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return { title: t('UNEXPECTED'), detail: null, code: null, fields: [] };
    }
    const { code, detail, fields } = error;
    const title = knownText(code) ?? error.title;
    return { title, detail: detail === title ? null : detail, code, fields };
  };
}
