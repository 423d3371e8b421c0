import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconFileImport, IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.js';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { SectionCard } from '../../components/section-card.js';
import { useTaggedCatalogue } from '../../keys/catalogue-query.js';
import { useMay } from '../../session/use-session.js';
import { reservedAccount } from '../reserved-account.js';
import type { SectionProps } from '../section-props.js';
import { OperationList } from './operation-list.js';
import { UploadDialog } from './upload-dialog.js';

/** What the account's API does: operations and permission groups. */
export function CatalogueSection({ account }: SectionProps) {
  const { t } = useTranslation('settings');
  const mayDefine = useMay()('DefineCatalogue', account) && account !== reservedAccount;
  const [uploading, setUploading] = useState(false);
  const found = useTaggedCatalogue(account);
  if (found.data === undefined) {
    return found.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  const { definition: catalogue } = found.data;
  const uploadButton = mayDefine && (
    <Button
      size={catalogue === null ? 'sm' : 'compact-sm'}
      variant={catalogue === null ? 'filled' : 'default'}
      leftSection={<IconFileImport size={16} />}
      onClick={() => setUploading(true)}
    >
      {t('upload.title')}
    </Button>
  );
  return (
    <>
      {catalogue === null ? (
        <EmptyState icon={IconListDetails} title={t('catalogue.empty')} text={t('catalogue.emptyText')}>
          {uploadButton}
        </EmptyState>
      ) : (
        <Stack>
          <SectionCard
            title={t('catalogue.operations', { count: catalogue.operations.length })}
            actions={uploadButton}
          >
            <OperationList operations={catalogue.operations} />
          </SectionCard>
          {catalogue.groups.length > 0 && (
            <SectionCard title={t('catalogue.groups', { count: catalogue.groups.length })}>
              <Stack gap={6}>
                {catalogue.groups.map(({ id, title, operations }) => (
                  <Group key={id} gap="xs">
                    <Text size="sm" className="any-text">
                      {title}
                    </Text>
                    <Badge variant="default">{id}</Badge>
                    <Text size="xs" c="dimmed">
                      {t('catalogue.operations', { count: operations.length })}
                    </Text>
                  </Group>
                ))}
              </Stack>
            </SectionCard>
          )}
        </Stack>
      )}
      {uploading && (
        <UploadDialog account={account} catalogue={found.data} onClose={() => setUploading(false)} />
      )}
    </>
  );
}
