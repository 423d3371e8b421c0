import { Box, Card } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../accounts/account-query.js';
import type { Schemas } from '../../api/client.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { PageHeader } from '../../components/page-header.js';
import { useCatalogue } from '../catalogue-query.js';
import { CreateKeyForm } from './create-key-form.js';
import { NewValue } from './new-value.js';

const route = getRouteApi('/accounts/$account/keys/new');

/** The value is in the state of this page alone: whoever leaves it does not find it again, by whatever way they come back. */
export function CreateKeyPage() {
  const { t } = useTranslation('keys');
  const { account: id } = route.useParams();
  const navigate = route.useNavigate();
  const account = useAccount(id);
  const catalogue = useCatalogue(id);
  const [created, setCreated] = useState<Schemas['KeyCreated'] | null>(null);
  if (created !== null) {
    const done = () =>
      void navigate({ to: '/accounts/$account/keys/$key', params: { account: id, key: created.key.id } });
    return (
      <Box maw={760}>
        <PageHeader title={t('create.created')} text={created.key.name} />
        <Card>
          <NewValue created={created} onDone={done} />
        </Card>
      </Box>
    );
  }
  return (
    <>
      <PageHeader title={t('create.title')} text={account.data?.name} />
      {account.data === undefined || catalogue.data === undefined ? (
        <Waiting error={account.error ?? catalogue.error} />
      ) : (
        <CreateKeyForm account={account.data} catalogue={catalogue.data} onCreated={setCreated} />
      )}
    </>
  );
}

function Waiting({ error }: { readonly error: unknown }) {
  return error === null ? <LoadingState /> : <ErrorState error={error} />;
}
