import { Select, SimpleGrid, Stack, TagsInput, TextInput, Textarea } from '@mantine/core';
import { type ProfileId, environments, profileOf } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { useTags } from '../tags-query.js';
import type { KeyDraft } from './key-draft.js';

interface DescriptionFieldsProps {
  readonly draft: Pick<KeyDraft, 'name' | 'description' | 'owner' | 'tags' | 'environment' | 'kind'>;
  readonly onChange: (part: Partial<KeyDraft>) => void;
  readonly account: string;
  readonly profile: ProfileId;
  /** False: it has been made and keeps its kind. */
  readonly withKind?: boolean;
}

export function DescriptionFields(props: DescriptionFieldsProps) {
  const { draft, onChange, account, profile, withKind = true } = props;
  const { t } = useTranslation('keys');
  const kinds = profileOf(profile).formats.map(({ kind }) => kind);
  return (
    <Stack>
      <TextInput
        label={t('name')}
        description={t('create.nameHint')}
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <EnvironmentField draft={draft} onChange={onChange} />
      {withKind && kinds.length > 1 && (
        <Select
          label={t('kind')}
          data={kinds}
          value={draft.kind ?? kinds[0] ?? null}
          allowDeselect={false}
          onChange={(kind) => onChange({ kind })}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('owner')}
          description={t('create.ownerHint')}
          value={draft.owner}
          onChange={(event) => onChange({ owner: event.currentTarget.value })}
        />
        <TagsInput
          label={t('tags')}
          description={t('create.tagsHint')}
          data={useTags(account)}
          maxTags={profileOf(profile).limits.tagsMax}
          acceptValueOnBlur
          value={[...draft.tags]}
          onChange={(tags) => onChange({ tags })}
        />
      </SimpleGrid>
      <Textarea
        label={t('description')}
        autosize
        minRows={1}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </Stack>
  );
}

function EnvironmentField({ draft, onChange }: Pick<DescriptionFieldsProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation('keys');
  return (
    <Select
      label={t('environment')}
      placeholder={t('environments.none')}
      clearable
      value={draft.environment}
      onChange={(chosen) => onChange({ environment: environments.find((one) => one === chosen) ?? null })}
      data={environments.map((value) => ({ value, label: t(`environments.${value}`) }))}
    />
  );
}
