import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Compressors, snappyUncompress } from 'hyparquet';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';

/** Pages hold about 1 MB; one of this size is no page of tickets. */
export const longestPage = 256 * 1024 * 1024;

/** How pages are unpacked. Node 20 has no Zstandard of its own. */
export const unpackPage: Compressors = {
  SNAPPY: whole((bytes, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(bytes, output);
    return output;
  }),
  GZIP: whole((bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) })),
  BROTLI: whole((bytes, length) =>
    brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ),
  ZSTD: whole((bytes, length) => decompressZstd(bytes, new Uint8Array(length))),
  LZ4: whole(decompressLz4),
  LZ4_RAW: whole(decompressLz4Raw),
};

function whole(unpack: (bytes: Uint8Array, length: number) => Uint8Array) {
  return (bytes: Uint8Array, length: number) => {
    const page = unpack(bytes, length);
    if (page.length !== length) throw new Error('a page is damaged');
    return page;
  };
}
