"""Search knows nobody: what people asked for is kept only where enough of them asked the same."""

from regulars.discovery.search.models import AskedFor, Synonym
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("which operator said that two words mean the same", Synonym)
knows_nobody("words that at least five people searched for, without the people", AskedFor)
