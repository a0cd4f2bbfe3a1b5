import { mostUploadBytes, type TicketUpload, ticketEndings } from '../../api/runs.ts';
import { Refusal } from '../client.ts';
import { ownCommand } from '../own-command.ts';

/** Sends a file; `onProgress` is told the share that has left. */
export function upload(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<TicketUpload> {
  const wrong = whatIsWrong(file);
  if (wrong !== undefined) return Promise.reject(new Refusal(wrong, 0));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 201) resolve(body as TicketUpload);
      else
        reject(new Refusal(body.error ?? `the server answered ${request.status}`, request.status));
    };
    request.onerror = () =>
      reject(new Refusal(`the upload broke off; is "${ownCommand} serve" still running?`, 0));
    request.onabort = () => reject(new Refusal('the upload was stopped', 0));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function whatIsWrong({ name, size }: File): string | undefined {
  if (!ticketEndings.some((ending) => name.toLowerCase().endsWith(ending)))
    return `${name} is not read; tickets come as ${ticketEndings.join(', ')}`;
  if (size > mostUploadBytes)
    return `${name} has more than 200 MB; judge it with: ${ownCommand} batch FILE`;
  return size === 0 ? `${name} is empty; it needs a header and rows` : undefined;
}

function parse(text: string): { error?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
