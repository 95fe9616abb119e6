// The SQL of how the books stand: few rows of all, found by their indexes.

/** $1, $2: what ended, or was asked of Azure first, before then is overdue, or late; in milliseconds, as documents have it. */
export const granted = `
  select state, count(*)::int as count,
    count(*) filter (where case state
      when 'closing' then (document ->> 'endsAt')::numeric < $1::numeric
      when 'opening' then (document #>> '{attempts,0,sentAt}')::numeric < $2::numeric
      else false
    end)::int as behind
  from jit.requests where state in ('approved', 'opening', 'open', 'closing')
  group by state`;

export const undecided = `
  select count(*) filter (where state = 'pending')::int as pending,
    count(*) filter (where state <> 'pending')::int as unreviewed
  from jit.requests where undecided`;

/** The first whose time has passed and that nobody holds. */
export const firstBehind = `
  select wake_at from jit.requests
  where wake_at <= $1::timestamptz and (lease_owner is null or lease_until < $1::timestamptz)
  order by wake_at limit 1`;
