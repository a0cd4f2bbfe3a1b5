import { stem } from './stem.ts';

/**
 * Everyday words of support tickets that speak of one thing, a group a line: a theme that says one of them is
 * touched, more faintly, by the others. `_` joins two words in a row; every negation stands as `not`. Trades of
 * all kinds (travel, money, shops, software, restaurants), in English.
 */
const GROUPS = `
late delay overdue postponed tardy schedule
wait hold queue sit sat stuck forever ages
soon how_long how_soon when_will takes_long take_long duration estimate timing
queue line lineup crowd
call phone telephone dial ring rang hung hang hold voicemail hotline on_hold
reply respond response answer ignore email not_reply not_answer
agent rep representative operator advisor adviser
support helpdesk customer_service customer_care customer_support
rude impolite disrespectful unprofessional nasty attitude yell yelled shouted unfriendly arrogant dismissive hostile condescending
unhelpful useless clueless incompetent not_help
staff employee crew attendant personnel worker team stewardess steward
staff waiter waitress waitstaff server bartender barman host hostess
manager owner boss supervisor management
behaviour behavior conduct manners attitude treated courteous polite friendly attentive
luggage bag baggage suitcase carousel
lost lose losing missing misplaced disappeared vanished whereabouts where_is wheres
missing not_arrive not_receive not_show not_come not_here not_there not_delivered
stolen steal theft thief robbed stole mugged
broken break broke damage ruined destroyed cracked torn ripped crushed dented smashed shattered scratched
cancel canceled cancellation abort scrapped called_off
rebook reschedule reroute
stranded abandoned stuck
flight plane aircraft jet airplane fly flying flew flown
departure depart takeoff runway tarmac boarding landed
connection connecting layover missed_flight
seat seating chair legroom recline aisle
dirty filthy unclean stained smelly disgusting gross mess
wifi wi_fi internet broadband signal
temperature hot cold freezing heating
screen tv television entertainment movie video
book booking reserve reservation appointment
upgrade premium first_class business_class
points miles loyalty rewards
website site web online browser app mobile
login sign_in log_in password passcode username credentials
error bug glitch crash malfunction fault
fail unsuccessful failure unable not_work not_working not_able not_go not_complete not_let not_accept
decline reject refuse deny denied not_accept not_approve
pending processing unprocessed outstanding in_progress still_waiting not_yet
revert reverse returned bounced sent_back
work function faulty defective broken
refund reimburse reimbursement compensation compensate voucher money_back
pay paid payment purchase bought buy transaction
fee charge surcharge cost how_much
price pricey overpriced expensive cheap cost costly affordable inexpensive value fare how_much
bill check invoice receipt subscription
twice double duplicate two_times
card mastercard visa debit credit
cash money notes coins
withdraw withdrawal withdrew withdrawn take_out taking_out took_out get_cash
atm cash_machine cashpoint
top_up topup topped reload recharge add_money add_funds
transfer send sent wire remit
recipient beneficiary payee
receive arrive arrival
deposit cheque check
exchange convert conversion currency foreign
close delete deactivate terminate cancel_account
activate activation enable
block unblock lock unlock frozen freeze suspended
identity id identification passport proof document prove who_am
verify verification confirm authenticate validate prove
country europe european region abroad overseas international
age old young child children kid son daughter minor
limit maximum minimum max restriction how_many
delivery deliver ship shipping shipment courier parcel package mail post track tracking
expire expiration expiry
unrecognised unrecognized unknown unfamiliar unauthorised unauthorized fraud fraudulent suspicious not_recognise not_recognize not_make not_mine not_authorise not_authorize not_set
compromised hacked fraud breached someone_else
forgot forgotten remember reset not_remember
reason why necessary
edit update modify change amend adjust
spare second additional extra another
disposable temporary one_time single_use
food meal dish eat ate lunch dinner breakfast brunch snack starter appetizer dessert
food soup salad bread pizza chicken steak fish pasta burger sandwich rice meat cheese sauce fries cake
taste tasty delicious flavor flavour bland spicy salty sweet stale fresh undercooked overcooked
portion serving plate
drink wine beer cocktail coffee tea water beverage
menu selection choice options variety
fast quick prompt slow speed
order ordering
atmosphere ambience ambiance vibe mood setting decor decorated interior romantic cozy cosy
music noise noisy loud quiet
place venue restaurant bar cafe location spot neighborhood neighbourhood area
room space spacious table cramped tiny patio garden outdoor outside
occasion birthday anniversary celebration celebrate party wedding holiday
company friend family wife husband boyfriend girlfriend couple group guest
evening night morning afternoon weekend
quality poor flimsy shoddy
size large small fit tight loose
privacy gdpr personal_data
install installation setup configure set_up
`;

/** A stem, or two stems with a space between them, to the numbers of its groups. */
export const relatedGroups: ReadonlyMap<string, readonly number[]> = numberGroups();

function numberGroups(): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [number, line] of GROUPS.trim().split('\n').entries()) {
    for (const entry of new Set(line.split(' ').map(stemEntry))) {
      groups.set(entry, [...(groups.get(entry) ?? []), number]);
    }
  }
  return groups;
}

function stemEntry(entry: string): string {
  return entry.split('_').map(stem).join(' ');
}
