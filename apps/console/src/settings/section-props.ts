/** What every tab of the account's page is given. */
export interface SectionProps {
  readonly account: string;
}
