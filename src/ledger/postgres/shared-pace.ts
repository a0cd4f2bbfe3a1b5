import { type Kysely, type RawBuilder, sql } from 'kysely';
import { paceLaw as law } from '../../domain/pace-law.ts';
import type { TurnsAsked, TurnsGiven } from '../../domain/turns.ts';
import type { Tables } from '../schema.ts';

const minute = 60_000;
/** A given limit stands so long after the last turn under it; milliseconds. */
const standsMs = 10_000;
/** What was found out is found out anew after such a time without a call; milliseconds. */
const forgottenMs = 600_000;
/** Turns of a stretch that are counted at most: of a faster pace shorter stretches are looked at. */
const longestLog = 256;

const gentleSpacing = (1000 / law.gentleStart) * law.slack;

interface Limits {
  rpm?: number | undefined;
  tpm?: number | undefined;
}

/** Milliseconds since 1970, to some thousandths. */
const databaseClock = sql<number>`extract(epoch from clock_timestamp()) * 1000`;

/**
 * The pace that all processes share: a row in PostgreSQL, changed by one statement at a time, by the
 * laws of `Pace` and `Pacer`. It locks the row before it reads the clock, so that turns come in order.
 *
 * Its steps are materialized: written into one another they would be worked out again and again.
 * Commits don't wait for the disk: what a crash of the server loses is less old than its restart takes.
 */
export class SharedPace {
  readonly #database: Kysely<Tables>;
  readonly #endpoint: string;
  readonly #limits: Limits;
  readonly #now: () => RawBuilder<number>;

  /** @param now the time as SQL, for tests */
  constructor(
    database: Kysely<Tables>,
    endpoint: string,
    limits: Limits,
    now: () => RawBuilder<number> = () => databaseClock,
  ) {
    this.#database = database;
    this.#endpoint = endpoint;
    this.#limits = limits;
    this.#now = now;
  }

  /** Sees to it that there is a pace to share. */
  async enter(): Promise<void> {
    const none = { next_call: 0, next_tokens: 0, paused_until: 0, rpm_until: 0, turns: '{}' };
    const unknown = { found_out: 0, answers: 1e9, back_offs: 0, spacing_before: 0 };
    await this.#database
      .insertInto('paces')
      .values({
        ...none,
        ...unknown,
        endpoint: this.#endpoint,
        rpm: null,
        rests_until: 0,
        last_refusal: 0,
        last_probe: 0,
        spacing: gentleSpacing,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Gives turns away; times are of the database's clock. */
  async reserve(asked: TurnsAsked): Promise<TurnsGiven> {
    const given = await this.#reserve(asked);
    if (given !== undefined) return given;
    await this.#turnBack();
    return only(await this.#reserve(asked));
  }

  /** Nothing where the clock was set back since turns were last given away. */
  async #reserve({
    count,
    tokens,
    answers,
    departed,
  }: TurnsAsked): Promise<TurnsGiven | undefined> {
    const { rpm = null, tpm = null } = this.#limits;
    const { rows } = await sql<TurnsGiven>`
      with ${this.#held()},
      limited as materialized (select *,
        case when rpm_until < now or coalesce(${rpm}::float8, 'infinity') <= coalesce(rpm, 'infinity')
          then ${rpm}::float8 else rpm end as given from held),
      begun as materialized (select *,
        given is distinct from rpm or (given is null and next_call < now - ${forgottenMs}) as is_new,
        now - greatest(last_refusal, last_probe) > ${law.probe.everyMs} and given is null
          and found_out = 1 and ${answers} > 0 as is_probe from limited),
      paced as materialized (select *, case
        when is_new then coalesce(${minute * law.sharedSlack} / given, ${gentleSpacing})
        when is_probe then spacing / ${1 + law.probe.part}::float8
        when given is null and found_out = 0
          then spacing / (1 + ${law.growth}::float8 * ${answers} * least(1, spacing / 1000))
        else spacing end as pace from begun),
      logged as materialized (select *, greatest(1, least(${longestLog}, ceil(${law.stretchMs} / pace)))::int as most,
        greatest(pace, ${tokens}::float8 / ${count} * ${minute} * ${law.slack}::float8 / ${tpm}::float8) as step,
        array(select coalesce(departed.at, turn)
          from unnest(turns::float8[]) with ordinality as given_away (turn, place)
          left join unnest(${departed.map(({ turn }) => turn)}::float8[],
            ${departed.map(({ at }) => at)}::float8[]) as departed (was, at) on was = turn
          where not is_new or turn <= now order by place) as log from paced),
      turned as materialized (select *, greatest(now, case when is_new then 0 else next_call end, next_tokens,
        paused_until, log[cardinality(log)] + pace / ${law.catchUp.pace},
        (select max(turn + most * pace * ${law.slack / law.sharedSlack}::float8 - (place - cardinality(log) + most - 1) * step)
          from unnest(log) with ordinality as turns (turn, place)
          where place between cardinality(log) - most + 1 and cardinality(log) - most + ${count})) as first
        from logged)
      update paces set
        seen_at = now,
        rpm = given,
        rpm_until = case when given is distinct from ${rpm}::float8 then turned.rpm_until
          else first + ${count} * step + ${standsMs} end,
        spacing = pace,
        found_out = case when is_new then 0 else turned.found_out end,
        answers = case when is_new then 1e9 else turned.answers + ${answers} end,
        last_probe = case when is_probe then now else turned.last_probe end,
        next_call = greatest(case when is_new then 0 else turned.next_call end,
          first - ${law.catchUp.ms}) + ${count} * pace,
        next_tokens = case when ${tpm}::float8 is null then turned.next_tokens
          else greatest(turned.next_tokens, first) + ${count} * step end,
        turns = ((log || array(select first + place * step
          from generate_series(0, ${count - 1}) as place))
          [greatest(1, cardinality(log) + ${count} - 2 * most + 1) :])::text
      from turned where paces.endpoint = turned.endpoint and now <= clock + ${law.catchUp.ms}
      returning now, first, step, pace as spacing, given is not null as "isGiven",
        paces.found_out = 1 as "isFoundOut"`.execute(this.#database);
    return rows[0];
  }

  /** Puts all its times back as far as the clock was, so that nobody waits until it is as late again. */
  async #turnBack(): Promise<void> {
    const times = [
      'rpm_until',
      'next_call',
      'next_tokens',
      'paused_until',
      'rests_until',
      'last_refusal',
      'last_probe',
    ];
    await sql`
      with ${this.#held()},
      ahead as materialized (select *, now - clock as by from held)
      update paces set seen_at = clock,
        ${sql.join(times.map((time) => sql`${sql.ref(time)} = ahead.${sql.ref(time)} - by`))},
        turns = array(select turn - by from unnest(ahead.turns::float8[])
          with ordinality as turns (turn, place) order by place)::text
      from ahead where paces.endpoint = ahead.endpoint`.execute(this.#database);
  }

  /**
   * A call that was sent so many milliseconds ago was refused. Returns for how many more nothing may
   * leave.
   */
  async refused(ageMs: number, retryAfterMs: number | undefined): Promise<number> {
    const { inVain } = law;
    const waits = Math.min(retryAfterMs ?? 0, law.longestRetryMs);
    const { rows } = await sql<{ pauseMs: number }>`
      with ${this.#held()},
      seen as materialized (select *, now - ${ageMs}::float8 >= last_refusal as is_new from held),
      judged as materialized (select *, is_new and rpm is null as is_own,
        is_new and rpm is null and now >= rests_until as backs_off,
        case when answers > ${inVain.answers} then 0 else back_offs end + 1 as next_off,
        case when answers > ${inVain.answers} then spacing else spacing_before end as before from seen),
      weighed as materialized (select *, backs_off and next_off > ${inVain.backOffs} as is_in_vain from judged)
      update paces set
        last_refusal = case when is_new then now else weighed.last_refusal end,
        found_out = case when is_own then 1 else weighed.found_out end,
        answers = case when backs_off then 0 else weighed.answers end,
        back_offs = case when is_in_vain then 0 when backs_off then next_off else weighed.back_offs end,
        spacing_before = case when backs_off then before else weighed.spacing_before end,
        spacing = case
          when is_in_vain then before
          when backs_off then weighed.spacing / ${law.holdBelow}::float8
          when is_new and weighed.rpm is not null then weighed.spacing * ${law.widerAfterRefusal}::float8
          else weighed.spacing end,
        rests_until = case when is_in_vain then now + ${inVain.restMs} else weighed.rests_until end,
        paused_until = greatest(weighed.paused_until, now + ${waits}::float8,
          case when is_own then now + ${law.drainMs} end)
      from weighed where paces.endpoint = weighed.endpoint
      returning paces.paused_until - now as "pauseMs"`.execute(this.#database);
    return only(rows[0]).pauseMs;
  }

  /** The server says that little is left: the pace grows no more. */
  async foundOut(): Promise<void> {
    await sql`
      with ${this.#held()}
      update paces set found_out = 1, last_probe = now,
        spacing = held.spacing / ${law.holdAtLittle}::float8
      from held where paces.endpoint = held.endpoint
        and held.rpm is null and held.found_out = 0`.execute(this.#database);
  }

  /** Nothing leaves for so many milliseconds. */
  async pause(ms: number): Promise<void> {
    await sql`
      with ${this.#held()}
      update paces set paused_until = greatest(held.paused_until, now + ${ms}::float8)
      from held where paces.endpoint = held.endpoint`.execute(this.#database);
  }

  /** For how many milliseconds more nothing may leave. */
  async pausedFor(): Promise<number> {
    const { rows } = await sql<{ pauseMs: number }>`
      select greatest(0, paused_until - greatest(seen_at, ${this.#now()}::float8)) as "pauseMs"
      from paces where endpoint = ${this.#endpoint}`.execute(this.#database);
    return only(rows[0]).pauseMs;
  }

  /** What is known, and the time: where the clock was set back it stands still until that is found out. */
  #held() {
    return sql`
      locked as materialized (select *, set_config('synchronous_commit', 'off', true)
        from paces where endpoint = ${this.#endpoint} for no key update),
      timed as materialized (select *, (${this.#now()})::float8 as clock from locked),
      held as materialized (select *, greatest(seen_at, clock) as now from timed)`;
  }
}

function only<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('the pace that is shared was not entered');
  return row;
}
