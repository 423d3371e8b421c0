import { Code, Collapse, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CatalogueDefinition } from '@keyledger/domain';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { allowedOperations } from './namespace-choice.js';

interface AllowedOperationsProps {
  readonly scopes: readonly string[];
  readonly catalogue: CatalogueDefinition;
}

const shownMax = 200;

/** What the scopes come to: so many operations, and which. */
export function AllowedOperations({ scopes, catalogue }: AllowedOperationsProps) {
  const { t } = useTranslation('keys');
  const [opened, { toggle }] = useDisclosure(false);
  const allowed = allowedOperations(scopes, catalogue);
  return (
    <div>
      <UnstyledButton onClick={toggle} aria-expanded={opened} fz="sm">
        <Group gap={4}>
          <IconChevronRight size={15} className={opened ? 'turned' : undefined} aria-hidden />
          {t('permissions.allows', { count: allowed.length, total: catalogue.operations.length })}
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened}>
        <ul className="operations">
          {allowed.slice(0, shownMax).map(({ name, access, summary }) => (
            <li key={name}>
              <Code>{name}</Code>
              <Text span size="xs" c="dimmed" className="any-text">
                {t(`permissions.${access}`)}
                {summary !== null && ` · ${summary}`}
              </Text>
            </li>
          ))}
        </ul>
      </Collapse>
    </div>
  );
}
