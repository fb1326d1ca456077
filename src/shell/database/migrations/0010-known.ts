/** What decisions of one organization want to know, all of it of one instant: however many ask, it is one statement. */
import { sql, type Kysely } from 'kysely';

const LOAD_KNOWN = `
create function sayso.load_known(organization text, tallies jsonb, standing text[], customers text[]) returns jsonb
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  -- First of all: what is read below is of this organization alone.
  perform set_config('sayso.organization_id', organization, true);
  return sayso.load_wanted(organization, tallies, standing) || jsonb_build_object('customers',
    (select coalesce(jsonb_object_agg(known.customer_key, known.body), '{}') from sayso.customer known
      where known.organization_id = organization and known.customer_key = any(customers)));
end $$;
grant execute on function sayso.load_known to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(LOAD_KNOWN).execute(db);
}
