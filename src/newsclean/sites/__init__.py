"""Site profiles: what repeats over the documents of a site, counted in a dump, and used by the cleaner as evidence.

`Counts` counts, `profiles_of` cuts at what is significant, `Profiles` is what is left. `newsclean.dumps.learn` runs
them over a dump.
"""

from newsclean.sites.domains import site_of
from newsclean.sites.profile import Line, Profiles, Site, Title

__all__ = ["Line", "Profiles", "Site", "Title", "site_of"]
