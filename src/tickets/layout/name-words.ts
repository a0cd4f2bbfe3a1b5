import { foldName } from '../columns/fold-name.ts';

/** Words that are in the names of columns, and seldom in a row. */
const NAME_WORDS = new Set(
  'id,ids,key,number,no,nr,nummer,ref,reference,case,ticket,text,body,message,comment,comments,feedback,review,description,beschreibung,content,problem,details,question,note,notes,subject,title,summary,status,state,priority,type,category,created,updated,opened,closed,date,time,datum,name,email,owner,assignee,requester,agent,customer,rating,score,source,channel,language,country,product,tags,label,labels,themes'.split(
    ',',
  ),
);

/** How many cells are called as columns are. */
export function nameWords(cells: readonly string[]): number {
  return cells.filter((cell) => {
    const words = foldName(cell).split(/[_.]/);
    return words.length <= 4 && words.some((word) => NAME_WORDS.has(word));
  }).length;
}
