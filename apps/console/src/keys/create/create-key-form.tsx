import { Alert, Box, Button, Group, Stack } from '@mantine/core';
import { type CatalogueDefinition, profileOf } from '@keyledger/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ErrorState } from '../../components/error-state.js';
import { ButtonLink } from '../../components/links.js';
import { SectionCard } from '../../components/section-card.js';
import { PermissionPicker } from '../permissions/permission-picker.js';
import { AddressField } from './address-field.js';
import { DescriptionFields } from './description-fields.js';
import { suggestedExpiry } from './expiry-choice.js';
import { ExpiryField } from './expiry-field.js';
import { type KeyDraft, bodyOf, missingIn } from './key-draft.js';
import { DraftWarnings } from './draft-warnings.js';

interface CreateKeyFormProps {
  readonly account: Schemas['Account'];
  readonly catalogue: CatalogueDefinition | null;
  readonly onCreated: (created: Schemas['KeyCreated']) => void;
}

export function CreateKeyForm({ account, catalogue, onCreated }: CreateKeyFormProps) {
  const { t } = useTranslation('keys');
  const { profile } = account;
  const [draft, setDraft] = useState<KeyDraft>(() => emptyDraft(profile));
  const [expiryTouched, setExpiryTouched] = useState(false);
  const creating = useCreating(account.id, onCreated);
  const missing = missingIn(draft);
  const change = (part: Partial<KeyDraft>) => {
    const next = { ...draft, ...part };
    const expiry = expiryTouched ? next.expiry : suggestedExpiry(profile, next.scopes, next.environment);
    setDraft({ ...next, expiry: part.expiry ?? expiry });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (missing.length === 0 && !creating.isPending) creating.mutate(draft);
  };
  return (
    <Box component="form" onSubmit={submit} maw={760}>
      <Stack>
        <SectionCard title={t('create.what')}>
          <DescriptionFields draft={draft} onChange={change} account={account.id} profile={profile} />
        </SectionCard>
        <SectionCard title={t('permissions.title')}>
          <PermissionPicker
            profile={profile}
            catalogue={catalogue}
            scopes={draft.scopes}
            onChange={(scopes) => change({ scopes })}
          />
        </SectionCard>
        <SectionCard title={t('create.limits')}>
          <Stack>
            <ExpiryField
              profile={profile}
              scopes={draft.scopes}
              value={draft.expiry}
              onChange={(expiry) => {
                setExpiryTouched(true);
                change({ expiry });
              }}
            />
            <AddressField value={draft.addresses} onChange={(addresses) => change({ addresses })} />
          </Stack>
        </SectionCard>
        <DraftWarnings draft={draft} profile={profile} />
        {creating.error !== null && <ErrorState error={creating.error} />}
        {missing.length > 0 && (
          <Alert color="gray" variant="light">
            {t('create.missing', { what: missing.map((one) => t(`create.missingOf.${one}`)).join(', ') })}
          </Alert>
        )}
        <Group justify="flex-end">
          <ButtonLink variant="default" to="/accounts/$account/keys" params={{ account: account.id }}>
            {t('create.cancel')}
          </ButtonLink>
          <Button type="submit" loading={creating.isPending} disabled={missing.length > 0}>
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </Box>
  );
}

function emptyDraft(profile: Schemas['Profile']): KeyDraft {
  const scopes = profileOf(profile).permissions.initialScopes ?? [];
  return {
    name: '',
    description: '',
    owner: '',
    tags: [],
    environment: null,
    kind: null,
    scopes,
    expiry: suggestedExpiry(profile, scopes, null),
    addresses: { enforced: false, text: '' },
  };
}

function useCreating(account: string, onCreated: (created: Schemas['KeyCreated']) => void) {
  const queries = useQueryClient();
  // One for the form: a second click, or a second try after an answer was lost, makes no second key.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  return useMutation({
    gcTime: 0, // the answer has the value, which is not to stay in any cache
    mutationFn: (draft: KeyDraft) => {
      const header = { 'Idempotency-Key': idempotencyKey };
      const params = { path: { account }, header };
      return answerOf(api.POST('/v1/accounts/{account}/keys', { params, body: bodyOf(draft, Date.now()) }));
    },
    onSuccess: async (created) => {
      setIdempotencyKey(crypto.randomUUID());
      onCreated(created);
      await queries.invalidateQueries({ queryKey: ['keys'] });
    },
  });
}
