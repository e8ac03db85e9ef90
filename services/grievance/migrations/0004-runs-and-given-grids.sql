-- The sign clock starts anew for every unit a case is given to: each run keeps its own result.
ALTER TABLE grievance_clock ADD COLUMN run integer NOT NULL DEFAULT 1;
ALTER TABLE grievance_clock DROP CONSTRAINT grievance_clock_pkey;
ALTER TABLE grievance_clock ADD PRIMARY KEY (grievance_id, cycle, kind, run);

-- The grid a reporter gave, apart from the one routing found: only the first survives a correction of the rest.
ALTER TABLE grievance ADD COLUMN place_grid_code text;
UPDATE grievance SET place_grid_code = grid_code WHERE routed_by = 'grid' AND wgs_lon IS NULL;
