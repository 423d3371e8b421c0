import { Button, FileInput, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconFileCode } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/error-state.js';
import { useNotify } from '../../components/use-notify.js';
import { ChangesPreview } from './changes-preview.js';
import { acceptedFiles, documentBytesMax, sizeText } from './openapi-file.js';
import { takeCatalogue } from './take-catalogue.js';

interface UploadDialogProps {
  readonly account: string;
  readonly onClose: () => void;
}

/** Takes the catalogue from an OpenAPI document, after showing what that changes and for which keys. */
export function UploadDialog({ account, onClose }: UploadDialogProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  const [document, setDocument] = useState<File | null>(null);
  const preview = useMutation({
    mutationFn: (file: File) => takeCatalogue({ account, document: file, dryRun: true }),
  });
  const applying = useApplying(account, onClose);
  const choose = (file: File | null) => {
    setDocument(file);
    preview.reset();
    applying.reset();
    if (file !== null && file.size <= documentBytesMax) preview.mutate(file);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('upload.title')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        <DocumentField document={document} onChoose={choose} />
        {preview.isPending && (
          <Group gap="xs" role="status">
            <Loader size="sm" />
            <Text size="sm">{t('upload.reading')}</Text>
          </Group>
        )}
        {preview.error !== null && (
          <ErrorState
            error={preview.error}
            onRetry={() => {
              if (document !== null) preview.mutate(document);
            }}
          />
        )}
        {preview.data !== undefined && <ChangesPreview taken={preview.data} />}
        {applying.error !== null && <ErrorState error={applying.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            disabled={preview.data === undefined || document === null}
            loading={applying.isPending}
            onClick={() => {
              if (document !== null && !applying.isPending) applying.mutate(document);
            }}
          >
            {t('upload.apply')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useApplying(account: string, onClose: () => void) {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: (document: File) => takeCatalogue({ account, document, dryRun: false }),
    onSuccess: async ({ operations }) => {
      await queries.invalidateQueries({ queryKey: ['catalogue', account] });
      notify('done', t('upload.done', { count: operations }));
      onClose();
    },
  });
}

interface DocumentFieldProps {
  readonly document: File | null;
  readonly onChoose: (document: File | null) => void;
}

function DocumentField({ document, onChoose }: DocumentFieldProps) {
  const { t, i18n } = useTranslation('settings');
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  const tooLarge = document !== null && document.size > documentBytesMax;
  return (
    <FileInput
      label={t('upload.file')}
      description={t('upload.hint', { max: size(documentBytesMax) })}
      placeholder={t('upload.choose')}
      leftSection={<IconFileCode size={16} />}
      accept={acceptedFiles}
      clearable
      clearButtonProps={{ 'aria-label': t('upload.clear') }}
      value={document}
      onChange={onChoose}
      error={tooLarge ? t('upload.tooLarge', { size: size(document.size) }) : null}
    />
  );
}
