import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type FilePreview,
  mostUploadBytes,
  type TicketUpload,
} from '../../../../src/web/api/runs.ts';
import { tempFolder } from '../../../support/files.ts';
import { bodyOf, type ServedApp, serveApp } from '../../../support/served-app.ts';

const table = 'case,body\nA1,"=1+1 <script>alert(1)</script> 😀"\nA2,late again\n';

async function served(): Promise<{ app: ServedApp; uploads: string }> {
  const folder = tempFolder();
  return {
    app: await serveApp(path.join(folder, 'ledger.db')),
    uploads: path.join(folder, 'uploads'),
  };
}

function upload(
  app: ServedApp,
  name: string,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const options: RequestInit = { method: 'POST', body, headers, duplex: 'half' };
  return app.ask(`/uploads?name=${encodeURIComponent(name)}`, options);
}

const errorOf = async (answer: Response) => (await bodyOf<{ error: string }>(answer)).error;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('uploads', () => {
  it('are listed before the sample, and shown with what their columns are taken for', async () => {
    const { app } = await served();
    const stored = await upload(app, 'my tickets.csv', table);
    expect(stored.status).toBe(201);
    const { id, name, size } = await bodyOf<TicketUpload>(stored);
    expect([name, size]).toEqual(['my tickets.csv', Buffer.byteLength(table)]);
    const files = await bodyOf<TicketUpload[]>(app.ask('/files'));
    expect(files.map((file) => file.id)).toEqual([id, 'sample']);
    const preview = await bodyOf<FilePreview>(app.ask(`/files/${id}/preview`));
    expect(preview).toMatchObject({
      columns: ['case', 'body'],
      roles: { id: 'case', texts: ['body'], context: [] },
      notes: ['text column: body', 'id column: case'],
      rows: [
        ['A1', '=1+1 <script>alert(1)</script> 😀'],
        ['A2', 'late again'],
      ],
    });
  });

  it('show long cells cut, and few rows', async () => {
    const { app } = await served();
    const rows = Array.from({ length: 80 }, (_, row) => `${row},${'x'.repeat(200_000)}`);
    const { id } = await bodyOf<TicketUpload>(
      upload(app, 'a.csv', ['id,text', ...rows].join('\n')),
    );
    const preview = await bodyOf<FilePreview>(app.ask(`/files/${id}/preview`));
    expect(preview.rows.length).toBe(50);
    expect(preview.rows[0]?.[1]?.length).toBe(501);
  });

  it.each([
    ['../../x.csv', 'x.csv'],
    ['..\\..\\x.csv', 'x.csv'],
    ['/etc/passwd.csv', 'passwd.csv'],
    ['...hidden.csv', 'hidden.csv'],
    ['.csv.csv', 'csv.csv'],
    ['a"<b>.csv', 'a_b_.csv'],
    [`${'n'.repeat(300)}.csv`, `${'n'.repeat(196)}.csv`],
    ['Größe ü.CSV', 'Größe ü.csv'],
  ])('of the name %j lie in a folder of their own', async (name, kept) => {
    const { app, uploads } = await served();
    const { id } = await bodyOf<TicketUpload>(upload(app, name, table));
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(filesBelow(uploads).sort()).toEqual([id, path.join(id, kept)].sort());
  });

  it.each(['tickets.exe', 'tickets', '..', 'a.csv/'])(
    'of the name %j are refused',
    async (name) => {
      const { app } = await served();
      const answer = await upload(app, name, table);
      expect(answer.status).toBe(400);
      expect(await errorOf(answer)).toContain('tickets come as .csv');
    },
  );

  it('that announce too much are refused before anything is read', async () => {
    const { app } = await served();
    const answer = await upload(app, 'a.csv', table, {
      'content-length': String(mostUploadBytes + 1),
    });
    expect(answer.status).toBe(413);
    expect(await errorOf(answer)).toContain('200 MB');
  });

  it('that turn out too large leave nothing', async () => {
    const { app, uploads } = await served();
    const piece = new Uint8Array(8 * 1024 * 1024).fill(65);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        sent += piece.length;
        stream.enqueue(piece);
      },
    });
    expect((await upload(app, 'a.csv', body)).status).toBe(413);
    expect(sent).toBeLessThan(mostUploadBytes + 4 * piece.length);
    expect(filesBelow(uploads)).toEqual([]);
  }, 120_000);

  it('that break off leave nothing', async () => {
    const { app, uploads } = await served();
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        if (++pieces < 3) stream.enqueue(new TextEncoder().encode(table));
        else stream.error(new Error('the client went away'));
      },
    });
    expect((await upload(app, 'a.csv', body)).status).toBe(400);
    expect(filesBelow(uploads)).toEqual([]);
    const files = await bodyOf<TicketUpload[]>(app.ask('/files'));
    expect(files.map(({ id }) => id)).toEqual(['sample']);
  });
});

describe('files', () => {
  it.each(['0123456789abcdef', '..', '..%2F..%2Fledger.db', 'sample%2F..', 'SAMPLE'])(
    'are named by their id only: %s is none',
    async (id) => {
      const { app } = await served();
      expect((await app.ask(`/files/${id}/preview`)).status).toBe(404);
    },
  );

  it('that are no tables say so by their name, without a folder', async () => {
    const { app } = await served();
    const { id } = await bodyOf<TicketUpload>(upload(app, 'a.xlsx', 'no workbook'));
    const answer = await app.ask(`/files/${id}/preview`);
    expect(answer.status).toBe(400);
    expect(await errorOf(answer)).toMatch(/^a\.xlsx is not an Excel workbook/);
  });
});
