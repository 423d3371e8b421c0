import type { Limits } from '../profiles/profile.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { holdsKey } from '../formats/find-keys.js';
import { type TextRule, checkOptionalText, checkText } from '../text/plain-text.js';
import { quoted } from '../text/quoted.js';
import { environments } from './environment.js';
import type { KeyDescription } from './events.js';

export const attributesMax = 20;

const nameRule: TextRule = { what: 'name', code: 'INVALID_NAME', required: true, lengthMax: 100 };
const tagRule: TextRule = { what: 'tag', code: 'INVALID_TAG', required: true, lengthMax: 50 };
const ownerRule: TextRule = { what: 'owner', code: 'INVALID_OWNER', required: true, lengthMax: 200 };
const descriptionRule: TextRule = {
  what: 'description',
  code: 'INVALID_DESCRIPTION',
  required: false,
  lengthMax: 1000,
};

const attributeRule: TextRule = {
  what: 'attribute',
  code: 'INVALID_ATTRIBUTE',
  required: true,
  lengthMax: 200,
};
const attributeName = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/** What the profile has a say in. */
type DescriptionLimits = Pick<Limits, 'tagsMax'>;

type Checks = {
  readonly [Field in keyof KeyDescription]: (
    value: unknown,
    limits: DescriptionLimits,
  ) => KeyDescription[Field] | Refusal;
};

const checks: Checks = {
  name: (value) => checkText(value, nameRule),
  description: (value) => checkOptionalText(value, descriptionRule),
  tags: checkTags,
  owner: (value) => checkOptionalText(value, ownerRule),
  environment: checkEnvironment,
  attributes: checkAttributes,
};

const fields = Object.keys(checks) as readonly (keyof KeyDescription)[];

/**
 * The fields that are there, as they are recorded. Refused with INVALID_NAME, INVALID_DESCRIPTION, INVALID_TAG,
 * TOO_MANY_TAGS, INVALID_OWNER, INVALID_ENVIRONMENT or INVALID_ATTRIBUTE.
 */
export function checkDescriptionFields(
  given: { readonly [Field in keyof KeyDescription]?: unknown },
  limits: DescriptionLimits,
): Partial<KeyDescription> | Refusal {
  const checked: Partial<Record<keyof KeyDescription, unknown>> = {};
  for (const field of fields) {
    if (given[field] === undefined) continue;
    const value = checks[field](given[field], limits);
    if (isRefusal(value)) return value;
    checked[field] = value;
  }
  return checked as Partial<KeyDescription>;
}

/** As `checkDescriptionFields`, for all of them: one that is missing is null, which is no name and no list of tags. */
export function checkDescription(given: KeyDescription, limits: DescriptionLimits): KeyDescription | Refusal {
  const complete = Object.fromEntries(fields.map((field) => [field, given[field] ?? null]));
  return checkDescriptionFields(complete, limits) as KeyDescription | Refusal;
}

/** Only the fields that differ from what is known already. */
export function changedFields(
  before: KeyDescription,
  after: Partial<KeyDescription>,
): Partial<KeyDescription> {
  const changed = Object.entries(after).filter(([field, value]) => {
    return !sameValue(before[field as keyof KeyDescription], value);
  });
  return Object.fromEntries(changed);
}

/** TX-3: the eleventh is refused. */
function checkTags(value: unknown, { tagsMax }: DescriptionLimits): readonly string[] | Refusal {
  if (!Array.isArray(value)) return refuse('INVALID_TAG', 'The tags are not a list.');
  if (value.length > tagsMax) return refuse('TOO_MANY_TAGS', `A key may carry ${tagsMax} tags.`);
  const tags = new Set<string>();
  for (const given of value as readonly unknown[]) {
    const tag = checkText(given, tagRule);
    if (isRefusal(tag)) return tag;
    if (tags.has(tag)) return refuse('INVALID_TAG', `The tag ${quoted(tag)} is there twice.`);
    tags.add(tag);
  }
  return [...tags];
}

function checkEnvironment(value: unknown): KeyDescription['environment'] | Refusal {
  if (value === null) return null;
  const known = environments.find((environment) => environment === value);
  return known ?? refuse('INVALID_ENVIRONMENT', `${quoted(value)} is not one of ${environments.join(', ')}.`);
}

function checkAttributes(value: unknown): KeyDescription['attributes'] | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('INVALID_ATTRIBUTE', 'The attributes are not texts by name.');
  }
  const given = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  if (given.length > attributesMax) {
    return refuse('INVALID_ATTRIBUTE', `A key may have ${attributesMax} attributes.`);
  }
  const attributes: [name: string, text: string][] = [];
  for (const [name, text] of given) {
    if (!attributeName.test(name) || holdsKey(name)) {
      return refuse('INVALID_ATTRIBUTE', `${quoted(name)} is no name of an attribute.`);
    }
    const checked = checkText(text, attributeRule);
    if (isRefusal(checked)) return checked;
    attributes.push([name, checked]);
  }
  return Object.fromEntries(attributes);
}

function sameValue(left: KeyDescription[keyof KeyDescription], right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
