import { Stack } from '@mantine/core';
import { profileOf } from '@keyledger/domain';
import { AllowedOperations } from './allowed-operations.js';
import { LevelPicker } from './level-picker.js';
import { OperationPicker } from './operation-picker.js';
import type { PickerProps } from './picker-props.js';
import { ScopePicker } from './scope-picker.js';
import { ScopeTexts } from './scope-texts.js';

/** What a key may do, asked in the words of the account's profile; underneath they are scopes in any case. */
export function PermissionPicker(props: PickerProps) {
  return (
    <Stack gap="sm">
      <Picker {...props} />
      {props.catalogue !== null && <AllowedOperations scopes={props.scopes} catalogue={props.catalogue} />}
    </Stack>
  );
}

function Picker(props: PickerProps) {
  const { model } = profileOf(props.profile).permissions;
  if (model === 'levels') return <LevelPicker {...props} />;
  if (model === 'operations') return <OperationPicker {...props} />;
  const { catalogue } = props;
  return catalogue === null ? <ScopeTexts {...props} /> : <ScopePicker {...props} catalogue={catalogue} />;
}
