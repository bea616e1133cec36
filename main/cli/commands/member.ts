// `segel member list|replace`: the committee before the opening, whose keys work, and another person in the place of a member.
import type { MemberState } from '../../../app/domain/committee-view.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { loadCommittee } from '../../../app/usecases/load-committee.ts';
import { replaceMember } from '../../../app/usecases/replace-member.ts';
import { chooseIdentity } from '../choose-identity.ts';
import { plain } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Texts } from '../texts.ts';

export const addMember: AddCommand = (parent, run, text) => {
  const family = parent.command('member').description(text('help.member'));
  const list = family.command('list <kode>').description(text('help.member-list'));
  list.action((kdTender: string) =>
    run(list, async (context) => {
      const { needs, connection } = await context.account();
      const input = { connection, kdTender, accountId: needs.account.accountId };
      const detail = await loadCommittee(needs, input, { signal: context.signal });
      const { members } = detail.tender;
      const lines = [
        ...members.flatMap((member) => memberLines(member, text)),
        ...detail.candidates.map(({ accountId, name }) => text('member.candidate', { accountId, name: plain(name) })),
      ];
      return { value: detail, lines, exit: members.every(({ alarms }) => alarms.length === 0) ? 'ok' : 'finding' };
    }),
  );

  const replace = family
    .command('replace <kode> <remove> <add>')
    .description(text('help.member-replace'))
    .requiredOption('--reason <text>', text('option.reason'))
    .option('--identity <digest>', text('option.identity'));
  replace.action((kdTender: string, remove: string, add: string) =>
    run(replace, async (context) => {
      const { signal } = context;
      const { needs, connection } = await context.account();
      const { reason, identity } = replace.opts<{ reason: string; identity?: string }>();
      const { identityId } = await chooseIdentity(needs.identities, identity, 'nonRepudiation');
      const { people, candidates } = namesIn(await needs.lpse.committee(kdTender, { signal }));
      const names = { leaving: people.get(remove) ?? '', joining: candidates.get(add) ?? '' };
      if (names.leaving === '' || names.joining === '')
        throw new CodedError('package/committee-refused', { remove, add });
      await context.confirm([text('member.replace-about', { kdTender, ...names }), text('member.replace-next')]);
      const answer = await replaceMember(needs, { connection, kdTender, remove, add, reason, identityId }, { signal });
      const quorum = answer.threshold === null ? [] : [text('member.redeal')];
      return { value: answer, lines: [text('member.replaced', names), ...quorum, text('member.replace-next')] };
    }),
  );
};

interface Listed {
  readonly members: readonly { readonly accountId: string; readonly name: string }[];
  readonly candidates: readonly { readonly accountId: string; readonly name: string }[];
}

/** Names by account id. */
function namesIn({ members, candidates }: Listed) {
  const byId = (list: Listed['members']) => new Map(list.map(({ accountId, name }) => [accountId, plain(name)]));
  return { people: byId(members), candidates: byId(candidates) };
}

function memberLines({ accountId, name, alarms, rehearsals }: MemberState, text: Texts): readonly string[] {
  const done = rehearsals.filter(({ outcome }) => outcome === 'opened').map(({ envelopeId }) => envelopeId);
  const head = `${plain(name)} (${accountId})`;
  const rehearsed = done.length === 0 ? [] : [`  ${text('member.rehearsed', { envelopes: done.join(', ') })}`];
  const said = alarms.map(({ kind, key, envelopeId }) => {
    const where = envelopeId === null ? '' : ` (${envelopeId})`;
    return `  ! ${text(`member.alarm-${kind}`)} ${text(`member.key-${key}`)}${where}`;
  });
  return [head, ...rehearsed, ...said];
}
