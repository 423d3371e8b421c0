import type { Schemas } from '../../api/client.js';
import type { KeyDraft } from '../create/key-draft.js';

/** What people say of a key, as a form holds it. */
export type Described = Pick<KeyDraft, 'name' | 'description' | 'owner' | 'tags' | 'environment' | 'kind'>;

type DescribableKey = Pick<
  Schemas['Key'],
  'name' | 'description' | 'owner' | 'tags' | 'environment' | 'kind'
>;

export function described({ name, description, owner, tags, environment, kind }: DescribableKey): Described {
  return { name, description: description ?? '', owner: owner ?? '', tags, environment, kind };
}

/** What was changed in the form and nothing else, so that what others have changed meanwhile stays. */
export function changesOf(before: Described, draft: Described): Schemas['DescribeKey'] {
  const [from, to] = [bodyOf(before), bodyOf(draft)];
  return Object.fromEntries(
    Object.entries(to).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(from[name as keyof typeof from]),
    ),
  );
}

function bodyOf({ name, description, owner, tags, environment }: Described) {
  return {
    name: name.trim(),
    description: textOrNull(description),
    owner: textOrNull(owner),
    tags: [...tags],
    environment,
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
