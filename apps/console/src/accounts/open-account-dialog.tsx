import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ProfileId, defaultProfileId, isSlug, profileIds, profileOf } from '@keyledger/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ErrorState } from '../components/error-state.js';
import { slugFrom } from './slug-from.js';

interface OpenAccountDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Wanted {
  readonly name: string;
  readonly slug: string;
  readonly profile: ProfileId;
}

export function OpenAccountDialog({ opened, onClose }: OpenAccountDialogProps) {
  const { t } = useTranslation('accounts');
  const { t: common } = useTranslation('common');
  const opening = useOpening();
  const [slugTouched, setSlugTouched] = useState(false);
  const form = useForm<Wanted>({
    initialValues: { name: '', slug: '', profile: defaultProfileId },
    validate: {
      name: (name) => (name.trim() === '' ? t('nameMissing') : null),
      slug: (slug) => (isSlug(slug) ? null : t('slugRule')),
    },
  });
  const submit = (wanted: Wanted) => {
    if (!opening.isPending) opening.mutate(wanted);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('open')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack>
          <TextInput
            label={t('name')}
            required
            data-autofocus
            {...form.getInputProps('name')}
            onChange={(event) => {
              form.setFieldValue('name', event.currentTarget.value);
              if (!slugTouched) form.setFieldValue('slug', slugFrom(event.currentTarget.value));
            }}
          />
          <TextInput
            label={t('slug')}
            description={t('slugHint')}
            required
            spellCheck={false}
            {...form.getInputProps('slug')}
            onInput={() => setSlugTouched(true)}
          />
          <Select
            label={t('profile')}
            description={profileOf(form.values.profile).doc}
            allowDeselect={false}
            data={[...profileIds]}
            {...form.getInputProps('profile')}
          />
          {opening.error !== null && <ErrorState error={opening.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={opening.isPending}>
              {t('submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useOpening() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Wanted) => answerOf(api.POST('/v1/accounts', { body })),
    onSuccess: async ({ account }) => {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      await navigate({ to: '/accounts/$account/keys', params: { account: account.id } });
    },
  });
}
