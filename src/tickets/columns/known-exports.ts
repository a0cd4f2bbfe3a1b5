import { foldName } from './name-columns.ts';

/** An export that is told by its columns, and what they hold there. */
interface KnownExport {
  name: string;
  /** Columns that tell it, by folded names: all of one of the lists. */
  knownBy: string[][];
  /** The first of each that the file has. */
  id: string[];
  /** Columns that make the text together; the wordiest is guessed where none is named. */
  text: string[][];
  context: string[];
}

/** Folded as `foldName` does: `Short description` and `short_description` are one. */
const KNOWN_EXPORTS: KnownExport[] = [
  {
    name: 'Qualtrics',
    knownBy: [
      ['responseid', 'startdate', 'enddate'],
      ['responseid', 'recordeddate'],
      ['response_id', 'start_date', 'end_date', 'finished'],
    ],
    id: ['responseid', 'response_id'],
    text: [],
    context: [],
  },
  {
    name: 'SurveyMonkey',
    knownBy: [['respondent_id', 'collector_id']],
    id: ['respondent_id'],
    text: [],
    context: [],
  },
  {
    name: 'Google Play',
    knownBy: [
      ['package_name', 'review_text'],
      ['review_text', 'star_rating'],
      ['reviewid', 'comments_.usercomment.text'],
    ],
    id: ['review_link', 'reviewid'],
    text: [['review_text'], ['comments_.usercomment.text']],
    context: ['review_title'],
  },
  {
    name: 'App Store',
    knownBy: [
      ['review_id', 'rating', 'review'],
      ['id', 'rating', 'reviewernickname', 'body'],
      ['attributes.rating', 'attributes.reviewernickname', 'attributes.body'],
    ],
    id: ['review_id', 'id'],
    text: [['review'], ['body'], ['attributes.body']],
    context: ['title', 'attributes.title'],
  },
  {
    name: 'Jira',
    knownBy: [
      ['issue_key', 'summary'],
      ['key', 'fields.summary'],
    ],
    id: ['issue_key', 'key'],
    text: [['description', 'comment', 'comments'], ['fields.description'], ['summary']],
    context: ['summary', 'fields.summary'],
  },
  {
    name: 'ServiceNow',
    knownBy: [
      ['number', 'short_description'],
      ['sys_id', 'short_description'],
    ],
    id: ['number', 'task_number', 'sys_id'],
    text: [['description'], ['comments'], ['additional_comments'], ['short_description']],
    context: ['short_description'],
  },
  {
    name: 'Salesforce',
    knownBy: [
      ['case_number', 'subject'],
      ['casenumber', 'subject'],
      ['case_number', 'case_owner'],
    ],
    id: ['case_number', 'casenumber'],
    text: [['description'], ['subject']],
    context: ['subject'],
  },
  {
    name: 'HubSpot',
    knownBy: [
      ['ticket_id', 'ticket_name'],
      ['record_id', 'ticket_name'],
      ['ticket_id', 'pipeline', 'ticket_description'],
      ['hs_pipeline_stage', 'subject'],
      ['properties.hs_ticket_id'],
      ['id', 'properties.content', 'properties.subject'],
    ],
    id: ['ticket_id', 'record_id', 'hs_ticket_id', 'hs_object_id', 'properties.hs_ticket_id', 'id'],
    text: [
      ['ticket_description'],
      ['description'],
      ['content'],
      ['properties.content'],
      ['ticket_name'],
    ],
    context: ['ticket_name', 'subject', 'properties.subject'],
  },
  {
    name: 'Freshdesk',
    knownBy: [
      ['ticket_id', 'subject', 'created_time'],
      ['ticket_id', 'subject', 'due_by_time'],
      ['ticket_id', 'subject', 'resolved_time'],
      ['ticket_id', 'subject', 'agent', 'group'],
      ['ticket_id', 'subject', 'resolution_time_in_hrs'],
      ['id', 'subject', 'description_text', 'fr_due_by'],
      ['id', 'subject', 'description_text', 'responder_id'],
    ],
    id: ['ticket_id', 'id'],
    text: [['description_text'], ['description'], ['ticket_description'], ['subject']],
    context: ['subject'],
  },
  {
    name: 'Intercom',
    knownBy: [
      ['id', 'source.body'],
      ['conversation_id', 'conversation_started_at'],
      ['conversation_id', 'first_user_conversation_part'],
      ['message_id', 'message_body', 'conversation_id'],
    ],
    id: ['message_id', 'conversation_id', 'id'],
    text: [
      ['source.body'],
      ['message_body'],
      ['first_user_conversation_part'],
      ['conversation_text'],
    ],
    context: ['source.subject', 'title'],
  },
  {
    name: 'Zendesk',
    knownBy: [
      ['id', 'subject', 'description', 'requester'],
      ['id', 'subject', 'description', 'requester_id'],
      ['ticket_id', 'subject', 'requester'],
      ['ticket_id', 'ticket_subject'],
      ['id', 'subject', 'requester', 'requested'],
      ['id', 'subject', 'requester', 'group', 'assignee'],
    ],
    id: ['ticket_id', 'id'],
    text: [['description'], ['ticket_description'], ['subject'], ['ticket_subject']],
    context: ['subject', 'ticket_subject'],
  },
];

/** What a table is told to be by its columns and paths, with its own names of them. */
export interface RecognisedExport {
  name: string;
  id: string | undefined;
  /** Sets of columns in the order in which they are tried. */
  texts: string[][];
  context: string[];
}

export function recogniseExport(names: readonly string[]): RecognisedExport | undefined {
  const byFold = new Map<string, string[]>();
  for (const name of names) {
    const folded = foldName(name);
    byFold.set(folded, [...(byFold.get(folded) ?? []), name]);
  }
  const known = KNOWN_EXPORTS.find(({ knownBy }) =>
    knownBy.some((columns) => columns.every((column) => byFold.has(column))),
  );
  if (known === undefined) return undefined;
  const firstOf = (columns: string[]) =>
    byFold.get(columns.find((column) => byFold.has(column)) ?? '');
  return {
    name: known.name,
    id: firstOf(known.id)?.[0],
    texts: known.text
      .map((columns) => columns.flatMap((column) => byFold.get(column) ?? []))
      .filter((columns) => columns.length > 0),
    context: known.context.flatMap((column) => byFold.get(column)?.[0] ?? []),
  };
}
