import { expect, it } from 'vitest';
import { deskOf, packagesTitleOf } from '../../../renderer/frame/role-menu.ts';

const OTHERS = [
  ...(['committeeMember', 'procurementOfficer', 'contractOfficer', 'verifier'] as const),
  ...(['helpdesk', 'agencyAdmin', 'auditor'] as const),
];

it('calls packages "mine" for bidders alone, in the menu and over the list', () => {
  expect(packagesTitleOf('bidder')).toBe('nav.packages');
  for (const role of OTHERS) {
    expect(packagesTitleOf(role), role).toBe('nav.allPackages');
    expect(deskOf(role).menu.map(({ text }) => text)).not.toContain('nav.packages');
  }
});
