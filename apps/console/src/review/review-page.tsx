import { Button } from '@mantine/core';
import { IconClipboardCheck, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { useProblemText } from '../api/use-problem-text.js';
import { download } from '../components/download.js';
import { EmptyState } from '../components/empty-state.js';
import { PageHeader } from '../components/page-header.js';
import { ServerTable } from '../components/server-table.js';
import { useNotify } from '../components/use-notify.js';
import { ConfirmationPanel } from '../keys/confirmation/confirmation-panel.js';
import { useMay } from '../session/use-session.js';
import { BulkActions, useBulkChoice } from './bulk-choice.js';
import { FindingViews } from './finding-views.js';
import { ProposalDialog } from './proposal-dialog.js';
import { useReviewColumns } from './review-columns.js';
import { reviewAsCsv, useReview } from './review-query.js';
import type { ReviewSearch } from './review-search.js';

const route = getRouteApi('/accounts/$account/review');

/** Keys that may do more than they need, or that nobody needs, each with the least that would have done. */
export function ReviewPage() {
  const { t } = useTranslation('review');
  const { account } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const page = useReview(account, search);
  const [opened, setOpened] = useState<Schemas['ReviewedKey'] | null>(null);
  const [watched, setWatched] = useState<string | null>(null);
  const choice = useBulkChoice(account, page.data?.items ?? []);
  const columns = useReviewColumns({ account, choice, onOpen: setOpened });
  const text = search.finding === undefined ? t('emptyText') : t('noneFoundText');
  return (
    <>
      <PageHeader title={t('title')} text={t('purpose')}>
        <ExportButton account={account} search={search} />
      </PageHeader>
      {watched !== null && may('ReadRevocations', null) && (
        <ConfirmationPanel key={watched} position={watched} onClose={() => setWatched(null)} />
      )}
      <FindingViews account={account} chosen={search.finding} />
      <BulkActions account={account} choice={choice} onApplied={setWatched} />
      <ServerTable
        label={t('title')}
        columns={columns}
        page={page}
        keyOf={({ key }) => key.id}
        cursor={search.cursor}
        onCursor={(cursor) =>
          void navigate({
            search: {
              ...(search.finding !== undefined && { finding: search.finding }),
              ...(cursor !== undefined && { cursor }),
            },
          })
        }
        empty={<EmptyState icon={IconClipboardCheck} title={t('noneFound')} text={text} />}
      />
      {opened !== null && (
        <ProposalDialog
          key={`${opened.key.id} ${opened.key.revision}`}
          reviewed={opened}
          onClose={() => setOpened(null)}
          onApplied={setWatched}
        />
      )}
    </>
  );
}

interface ExportButtonProps {
  readonly account: string;
  readonly search: ReviewSearch;
}

function ExportButton({ account, search }: ExportButtonProps) {
  const { t } = useTranslation('review');
  const notify = useNotify();
  const problemText = useProblemText();
  const exporting = useMutation({
    mutationFn: () => reviewAsCsv(account, search),
    onSuccess: (csv) => download(`review-${account}-${search.finding ?? 'all'}.csv`, csv, 'text/csv'),
    onError: (error) => notify('failed', problemText(error).title),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={exporting.isPending}
      onClick={() => exporting.mutate()}
    >
      {t('export')}
    </Button>
  );
}
