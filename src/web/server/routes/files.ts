import { Hono } from 'hono';
import { z } from 'zod';
import { type FilePreview, PreviewQuery, type TicketUpload } from '../../api/runs.ts';
import { readQuery } from '../answer.ts';
import type { Files, StoredFile } from '../jobs/request/files.ts';
import type { UploadReader } from '../jobs/request/upload-reader.ts';

const UploadQuery = z.object({ name: z.string().min(1).max(1000) });

export function filesRoutes(files: Files, reader: UploadReader): Hono {
  return new Hono()
    .get('/files', async (context) => context.json((await files.list()).map(publicPart)))
    .get('/files/:file/preview', async (context) => {
      const file = await files.find(context.req.param('file'));
      const said = readQuery(context, PreviewQuery);
      const preview = await reader.preview(file, said, context.req.raw.signal);
      return context.json<FilePreview>({ ...publicPart(file), ...preview });
    })
    .post('/uploads', async (context) => {
      const { name } = readQuery(context, UploadQuery);
      const length = context.req.header('content-length');
      const body = context.req.raw.body ?? new Blob([]).stream();
      const file = await files.save(name, body, length === undefined ? undefined : Number(length));
      return context.json(publicPart(file), 201);
    });
}

function publicPart({ id, name, size, at }: StoredFile): TicketUpload {
  return { id, name, size, at };
}
