// Who is logged in: security of the account, and the way out, which clears the screen.
import type { ReactElement } from 'react';
import Dropdown from 'react-bootstrap/Dropdown';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useAccount, useClearScreen } from '../account.ts';
import { useMutationCall } from '../query.ts';
import { Icon } from '../ui/Icon.tsx';

export function AccountMenu(): ReactElement | null {
  const { t } = useTranslation();
  const account = useAccount();
  const navigate = useNavigate();
  const clear = useClearScreen();
  const logout = useMutationCall('session.logout', {
    onDone: () => {
      clear();
      void navigate('/login');
    },
  });
  if (account === null) return null;
  return (
    <Dropdown align="end">
      <Dropdown.Toggle as="button" type="button" className="header-link btn btn-link" id="account-menu">
        <Icon name="person" size={16} /> {account.userId}
      </Dropdown.Toggle>
      <Dropdown.Menu>
        <Dropdown.Item as={Link} to="/account">
          {t('frame.account')}
        </Dropdown.Item>
        <Dropdown.Divider />
        <Dropdown.Item as="button" type="button" disabled={logout.isPending} onClick={() => logout.mutate(null)}>
          {t('frame.logout')}
        </Dropdown.Item>
      </Dropdown.Menu>
    </Dropdown>
  );
}
