-- Approvals: the rule behind an entry, requests by machine, what was allowed in advance, what was said once to admins.

alter table jit.audit add column rule text;

-- Who acted, but for the bot itself: of that nobody asks, and it is most of the trail.
create index audit_actor on jit.audit (actor, seq) where actor <> 'bot';
create index audit_machine on jit.audit ((facts ->> 'machineId'), seq) where facts ->> 'machineId' is not null;

alter table jit.channels add column team_group_id text;

alter table jit.requests
  -- The machine it named last. A form that ends takes its machine out of the document; a history still asks for it.
  add column machine_id text,
  add column machine_name text,
  -- People still have to look at it: approvers, or reviewers of a broken glass.
  add column undecided boolean generated always as (
    state = 'pending'
    or (document #>> '{grounds,kind}' = 'break-glass' and document #> '{grounds,review}' is null)
  ) stored;

create index requests_machine on jit.requests (machine_id) where machine_id is not null;
create index requests_undecided on jit.requests (created_at, id) where undecided;

-- Requests in flight become shape 2. None of them has moved, so the version stays.
update jit.requests set
  document = document
    || '{"shape": 2, "decisionCards": []}'
    || case
      when state in ('approved', 'opening', 'open', 'closing', 'closed', 'failed')
        then '{"grounds": {"kind": "jit-policy"}}'::jsonb
      when document #>> '{asking,kind}' = 'form'
        then jsonb_build_object('asking', document -> 'asking' || '{"outlook": []}')
      else '{}'
    end,
  machine_id = coalesce(
    document #>> '{terms,machine,id}',
    document #>> '{asking,machine,id}',
    -- Ended on the form: only the trail knows.
    (
      select entry.facts ->> 'machine' from jit.audit as entry
      where entry.request_id = requests.id and entry.facts ->> 'machine' like '/subscriptions/%'
      order by entry.seq desc limit 1
    )
  ),
  machine_name = coalesce(document #>> '{terms,machine,name}', document #>> '{asking,machine,name}')
where document -> 'shape' = '1';

-- A replica of the version before, still running while this one starts, would go on writing what nobody can read.
alter table jit.requests add constraint requests_shape check ((document -> 'shape')::integer >= 2);

create table jit.allowances (
  id text primary key,
  person_id text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  document jsonb not null
);

create index allowances_person on jit.allowances (person_id, until_at);

create function jit.refuse_allowance_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was allowed is append-only: % refused', tg_op using errcode = 'restrict_violation';
end
$$;

create trigger allowances_append_only
  before update or delete or truncate on jit.allowances
  for each statement execute function jit.refuse_allowance_change();

create table jit.announcements (
  key text primary key,
  at timestamptz not null
);
