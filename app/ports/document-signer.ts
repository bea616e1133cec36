// A service that signs a PDF in a person's name and puts the signature inside (BSrE e-Sign). What comes back is believed by nobody:
// `policy/signed-pdf.ts` judges it by its bytes.
import type { CallOptions } from './call-options.ts';

export interface DocumentSignature {
  /** NIK or e-mail address, as the service knows the person. */
  readonly signer: string;
  /** Used for this one request; never kept or logged. */
  readonly secret: { readonly kind: 'passphrase' | 'totp'; readonly value: string };
  /** Where the signature shows; null for an invisible one. In points from the bottom left. */
  readonly visible: {
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly reason: string;
  readonly location: string;
}

export interface DocumentSigner {
  /** Host of the service, to be shown. */
  readonly host: string;
  /**
   * @throws minutes/esign-wrong-secret, minutes/esign-certificate, minutes/esign-unknown-signer, minutes/esign-refused; network/*
   */
  sign(
    pdf: Uint8Array,
    signature: DocumentSignature,
    options?: CallOptions,
  ): Promise<{ readonly pdf: Buffer; readonly signedAt: string | null }>;
}
