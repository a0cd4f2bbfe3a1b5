import { expect, it } from 'vitest';
import { recogniseExport } from '../../../src/tickets/columns/known-exports.ts';

/** Headers as the systems' documentation, or code that makes or reads their exports, has them. */
it.each([
  [
    'Freshdesk',
    'Ticket Id|Subject|Description|Status|Priority|Source|Customer|Requester|Agent|Group',
    'Ticket Id',
    'Description',
  ],
  [
    'Freshdesk',
    'Ticket ID|Subject|Status|Created time|Due by Time|Resolved time',
    'Ticket ID',
    'Subject',
  ],
  [
    'Freshdesk',
    'Ticket Id|Subject|Status|Type|Requester Name|First Response Time (in Hrs)|Resolution Time (in Hrs)',
    'Ticket Id',
    'Subject',
  ],
  [
    'Freshdesk',
    'id|subject|description|description_text|responder_id|fr_due_by',
    'id',
    'description_text',
  ],
  [
    'HubSpot',
    'Ticket ID|Ticket name|Pipeline|Ticket status|Ticket description',
    'Ticket ID',
    'Ticket description',
  ],
  [
    'HubSpot',
    'Record ID|Ticket name|Ticket description|Create date',
    'Record ID',
    'Ticket description',
  ],
  [
    'HubSpot',
    'hs_object_id|subject|content|hs_pipeline|hs_pipeline_stage',
    'hs_object_id',
    'content',
  ],
  ['HubSpot', 'id|properties|properties.subject|properties.content', 'id', 'properties.content'],
  [
    'Intercom',
    'message_id|message_body|message_type|conversation_id|conversation_state',
    'message_id',
    'message_body',
  ],
  [
    'Google Play',
    'reviewId|authorName|comments|comments[].userComment.text',
    'reviewId',
    'comments[].userComment.text',
  ],
  ['Zendesk', 'ID|Subject|Requester|Requested|Group|Assignee', 'ID', 'Subject'],
])('an export of %s with the columns %s', (name, header, id, text) => {
  const found = recogniseExport(header.split('|'));
  expect(found).toMatchObject({ name, id });
  expect(found?.texts[0]).toEqual([text]);
});
