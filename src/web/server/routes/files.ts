import { Hono } from 'hono';
import { z } from 'zod';
import { PreviewQuery, type TicketUpload } from '../../api/runs.ts';
import { readQuery } from '../answer.ts';
import type { Files, StoredFile } from '../jobs/request/files.ts';
import { previewFile } from '../jobs/request/preview-file.ts';

const UploadQuery = z.object({ name: z.string().min(1).max(1000) });

export function filesRoutes(files: Files): Hono {
  return new Hono()
    .get('/files', async (context) => context.json((await files.list()).map(publicPart)))
    .get('/files/:file/preview', async (context) => {
      const file = await files.find(context.req.param('file'));
      return context.json(await previewFile(file, readQuery(context, PreviewQuery)));
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
