import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  readonly value: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The stages of the Dockerfile, which has one instruction a line and no line that continues another. */
export function stagesOf(path: string): readonly Stage[] {
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, name = '', value = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === '' && !/^(#|$)/.test(line)) throw new Error(`${path}: ${line}`);
    if (name === 'FROM') {
      const [image = '', , as] = value.split(' ');
      stages.push({ image, name: as, instructions: [] });
    } else if (name !== '') stages.at(-1)?.instructions.push({ name, value });
  }
  return stages;
}

export interface Copy {
  /** A stage; undefined: the repository. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
}

export function copiesOf({ instructions }: Stage): readonly Copy[] {
  return valuesOf(instructions, 'COPY').map((value) => {
    const words = value.split(' ');
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
  });
}

export function valuesOf(instructions: readonly Instruction[], name: string): readonly string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ value }) => value);
}

/** NAME=value pairs of all ENV instructions. */
export function environmentOf({ instructions }: Stage): Readonly<Record<string, string>> {
  const pairs = valuesOf(instructions, 'ENV').flatMap((value) => value.split(' '));
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/).slice(0, 2) as [string, string]));
}
