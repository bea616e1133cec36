// An envelope's name where only its id is known, as in a receipt or the log: the protocol has four (protocol/primitives.ts).
import { useTranslation } from 'react-i18next';

export function useEnvelopeName(): (envelopeId: string) => string {
  const { t } = useTranslation();
  return (envelopeId) => t(`envelopeName.${envelopeId}`, { defaultValue: envelopeId });
}
