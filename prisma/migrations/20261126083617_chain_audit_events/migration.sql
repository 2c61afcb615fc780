-- DropIndex
DROP INDEX "AuditEvent_workspaceId_actorId_createdAt_id_idx";

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "auditDays" INTEGER;

-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "connectionId" TEXT,
ADD COLUMN     "integrationId" TEXT,
ADD COLUMN     "keyId" TEXT,
ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "sequence" INTEGER;

-- CreateTable
CREATE TABLE "AuditChain" (
    "id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "mac" BYTEA NOT NULL,
    "startSequence" INTEGER NOT NULL DEFAULT 0,
    "startMac" BYTEA NOT NULL,
    "startKeyId" TEXT NOT NULL,
    "startSignature" BYTEA NOT NULL,

    CONSTRAINT "AuditChain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditEvent_actor_idx" ON "AuditEvent"("workspaceId", "actorId", "createdAt" DESC, "id" DESC, "action", "outcome");

-- CreateIndex
CREATE INDEX "AuditEvent_integration_idx" ON "AuditEvent"("workspaceId", "integrationId", "createdAt" DESC, "id" DESC, "action", "outcome", "actorId");

-- CreateIndex
CREATE INDEX "AuditEvent_connection_idx" ON "AuditEvent"("workspaceId", "connectionId", "createdAt" DESC, "id" DESC, "action", "outcome", "actorId");

-- CreateIndex
CREATE INDEX "AuditEvent_action_idx" ON "AuditEvent"("workspaceId", "action", "createdAt" DESC, "id" DESC, "outcome", "actorId");

-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_outcome_createdAt_id_idx" ON "AuditEvent"("workspaceId", "outcome", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_workspaceId_sequence_key" ON "AuditEvent"("workspaceId", "sequence");

-- What the schema's language has no word for (U-01, U-02).
CREATE UNIQUE INDEX "AuditEvent_deployment_sequence_key" ON "AuditEvent"("sequence") WHERE "workspaceId" IS NULL;

-- The rows from before there were chains, in the order in which the first start links them; empty from then on.
CREATE INDEX "AuditEvent_unlinked_idx" ON "AuditEvent"("createdAt", "id") WHERE "sequence" IS NULL;

-- Everybody is refused, the owner of the table too. What may pass: retention, which says so for its own transaction, and
-- the one step that links rows from before there were chains.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."sequence" IS NULL OR NEW."keyId" IS NULL OR NEW."mac" IS NULL THEN
      RAISE EXCEPTION 'an audit event belongs to a chain' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('mooring.audit_retention', true) = 'on' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD."sequence" IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit events are never changed (% refused)', lower(TG_OP) USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "AuditEvent_append_only" BEFORE INSERT OR UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE FUNCTION refuse_audit_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed (truncate refused)' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();

-- A chain's end only moves forward, and a chain never goes.
CREATE FUNCTION refuse_audit_chain_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW."id" = OLD."id" AND NEW."sequence" >= OLD."sequence" AND NEW."startSequence" >= OLD."startSequence" THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an audit chain never goes back (% refused)', lower(TG_OP) USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "AuditChain_forward_only" BEFORE UPDATE OR DELETE ON "AuditChain"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_chain_change();

CREATE TRIGGER "AuditChain_no_truncate" BEFORE TRUNCATE ON "AuditChain"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();
