import { useNotifications } from '@mantine/notifications';
import { Suspense, lazy, useState } from 'react';

const NoticeList = lazy(async () => ({ default: (await import('./notice-list.js')).NoticeList }));

/** Says in passing how something went; what shows it is fetched with the first notice. */
export function Notices() {
  const { notifications } = useNotifications();
  const [wanted, setWanted] = useState(false);
  if (notifications.length > 0 && !wanted) setWanted(true);
  return wanted ? (
    <Suspense>
      <NoticeList />
    </Suspense>
  ) : null;
}
