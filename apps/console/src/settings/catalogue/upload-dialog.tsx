import { Button, FileInput, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconFileCode } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/error-state.js';
import { useNotify } from '../../components/use-notify.js';
import type { TaggedCatalogue } from '../../keys/catalogue-query.js';
import { CatalogueConflict } from './catalogue-conflict.js';
import { ChangesPreview } from './changes-preview.js';
import { acceptedFiles, documentBytesMax, sizeText } from './openapi-file.js';
import { takeCatalogue } from './take-catalogue.js';
import { useTaking } from './use-taking.js';

interface UploadDialogProps {
  readonly account: string;
  /** As the page shows it. */
  readonly catalogue: TaggedCatalogue;
  readonly onClose: () => void;
}

/** Takes the catalogue from an OpenAPI document, after showing what that changes and for which keys. */
export function UploadDialog({ account, catalogue, onClose }: UploadDialogProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  const [document, setDocument] = useState<File | null>(null);
  const preview = useMutation({
    mutationFn: (file: File) => takeCatalogue({ account, document: file, dryRun: true }),
  });
  const notify = useNotify();
  const applying = useTaking(account, catalogue, ({ operations }) => {
    notify('done', t('upload.done', { count: operations }));
    onClose();
  });
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
        <CatalogueConflict
          conflict={applying.conflict}
          onAccept={() => {
            applying.accept();
            if (document !== null) preview.mutate(document); // against what there is now
          }}
        />
        {applying.error !== null && <ErrorState error={applying.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            disabled={preview.data === undefined || document === null || applying.conflict !== null}
            loading={applying.pending}
            onClick={() => {
              if (document !== null) applying.run(document);
            }}
          >
            {t('upload.apply')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
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
