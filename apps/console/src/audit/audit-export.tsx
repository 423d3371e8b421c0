import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../api/use-problem-text.js';
import { download } from '../components/download.js';
import { useNotify } from '../components/use-notify.js';
import { auditAsCsv, auditAsJson } from './audit-file.js';
import { entriesToExport, exportedMax } from './audit-query.js';
import type { AuditSearch } from './audit-search.js';

const formats = {
  csv: { contentsOf: auditAsCsv, type: 'text/csv' },
  json: { contentsOf: auditAsJson, type: 'application/json' },
} as const;

interface AuditExportProps {
  readonly account: string | null;
  readonly search: AuditSearch;
}

/** A file of what the filters let through, not of this page of it alone. */
export function AuditExport({ account, search }: AuditExportProps) {
  const { t } = useTranslation('audit');
  const problemText = useProblemText();
  const notify = useNotify();
  const exporting = useMutation({
    mutationFn: async (format: keyof typeof formats) => {
      const { entries, cut } = await entriesToExport(account, search);
      const { contentsOf, type } = formats[format];
      download(`audit-${account ?? 'all'}.${format}`, contentsOf(entries), type);
      return { count: entries.length, cut };
    },
    onSuccess: ({ count, cut }) => {
      if (cut) notify('warning', t('export.cut', { max: exportedMax }));
      else notify('done', t('export.done', { count }));
    },
    onError: (error) => notify('failed', problemText(error).title),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={exporting.isPending}>
          {t('export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exporting.mutate('csv')}>{t('export.csv')}</Menu.Item>
        <Menu.Item onClick={() => exporting.mutate('json')}>{t('export.json')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
