// What puts results on paper, and the e-Sign service where the operator set one up.
import type { DocumentSigner } from '../app/ports/document-signer.ts';
import { esignClient } from './adapters/esign-client.ts';
import { readEsignSettings } from './adapters/esign-settings.ts';
import { HttpsTransport } from './adapters/https-transport.ts';
import { paperDocx } from './adapters/paper-docx.ts';
import { paperPdf } from './adapters/paper-pdf.ts';
import { workbookXlsx } from './adapters/workbook-xlsx.ts';
import { CLIENT_VERSION } from './client-version.ts';
import type { Installation } from './compose.ts';

export const PAPER_ADAPTERS = { workbook: workbookXlsx, pdf: paperPdf, docx: paperDocx } as const;

/** Null when e-Sign is off. Read anew each time: an operator may set it up while the program runs. @throws minutes/esign-settings */
export async function openDocumentSigner({ data, chosen }: Installation): Promise<DocumentSigner | null> {
  const settings = await readEsignSettings(data.root);
  if (settings === null) return null;
  const { tlsAnchors } = settings;
  const userAgent = `Segel/${CLIENT_VERSION}`;
  return esignClient(
    {
      send: async (request) => {
        const transport = new HttpsTransport({ tlsAnchors, proxyUrl: chosen.proxyUrl, userAgent });
        try {
          return await transport.send(request);
        } finally {
          transport.close();
        }
      },
    },
    settings,
  );
}
