import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

const typingPauseMs = 300;

interface TypedFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** The main one of a list: wide, with a magnifying glass. */
  readonly icon?: boolean;
}

/** Asks the server when the typing pauses. */
export function TypedFilter({ label, value, onChange, icon = false }: TypedFilterProps) {
  const [text, setText] = useState(value ?? '');
  const changeLater = useDebouncedCallback(onChange, typingPauseMs);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type="search"
      flex={icon ? '1 1 200px' : undefined}
      w={icon ? undefined : 170}
      maw={icon ? 360 : undefined}
      leftSection={icon ? <IconSearch size={16} /> : undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        changeLater(typed.trim() === '' ? undefined : typed.trim());
      }}
    />
  );
}
