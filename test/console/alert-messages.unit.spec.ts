import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alertRules } from '@keyledger/domain';
import { sentenceIds } from '../../apps/console/src/alerts/evidence-words.js';

describe('the messages about alerts', () => {
  it('have a name, a sentence and an advice for everything that is watched for', () => {
    const text = readFileSync('apps/console/src/messages/en/alerts.json', 'utf8');
    const messages = JSON.parse(text) as Readonly<Record<'rule' | 'advice' | 'evidence', object>>;
    expect(Object.keys(messages.rule).sort()).toEqual([...alertRules].sort());
    expect(Object.keys(messages.advice).sort()).toEqual([...alertRules].sort());
    expect(Object.keys(messages.evidence).sort()).toEqual([...sentenceIds].sort());
  });
});
