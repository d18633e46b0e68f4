"""Words that say nothing about the subject, and praise or blame that says nothing about the reason."""

from __future__ import annotations

ENGLISH = """
a about above absolutely actually after again all almost also although always am amazing an and another
any anything are as at away awesome back bad be beautiful because been before being below best better
between bit both bought but buy by came can can't cannot come comes coming could couldn't day definitely
did didn't disappointed do does doesn't doing don don't done down each either else enough especially etc
even ever every everyone everything excellent fabulous fantastic few find fine first for found from full
get gets getting give given go goes going gone good gorgeous got great had happy has have having he her
here hers him his how however i i'm i've if in into is isn't it it's item its itself just keep kind know
less let like liked little ll look looked looking looks lot love loved lovely made make makes making many
may maybe me might month more most much must my myself need never new nice no none nor not nothing now of
off often on once one only onto or order ordered other others our ours out over own part per perfect
perfectly perhaps place pleased pretty product purchase purchased put quite rather re really reason
reasons recommend review right said same saw say see seem seemed seems several she shop should since so
some someone something sometimes soon still store such super sure take terrible than that that's the
their them then there these they thing things think this those though thought through time times to today
too took tried try two under until up upon us use used using usually ve very want wanted was wasn't way
we week well went were what when where whether which while who whole whom why will with within without
won't wonderful worst would wouldn't year yes yet you your yours
"""
CHINESE = """
一下 一个 一些 一定 一样 一次 一点 一直 一种 一般 三个 上次 上面 下来 下次 下面 不会 不到 不好 不想 不是
不用 不知 不知道 不能 不要 不过 不错 东西 两个 为了 为什么 之前 之后 买了 买的 事情 于是 亚马逊 产品 京东
什么 今天 他们 以前 以及 以后 但是 你们 关于 其他 其它 其实 再也 再买 再次 几个 几次 出来 卖家 原因 原来
又买 只好 只是 只有 只能 只要 可以 可是 可能 后来 商品 喜欢 回来 因为 地方 多么 多少 大家 天猫 太好 太差
失望 她们 好多 好用 好的 好评 如果 完全 宝贝 实在 对于 尤其 就是 居然 差不多 差评 已经 希望 应该 店家
当当 很多 很好 很差 必须 怎么 总之 总是 总的来说 感觉 我们 或者 所以 挺好 推荐 方面 时候 明天 昨天 最后
最好 有些 有时 有时候 有点 有的 本来 来说 根本 每次 比较 没什么 没想到 没有 淘宝 满意 然后 特别 现在 理由
甚至 用了 由于 的话 看了 看到 看看 真是 真的 知道 确实 程度 立刻 竟然 第一次 第二次 终于 经常 而且 而已
自己 至少 虽然 觉得 认为 许多 购买 起来 过来 还会 还好 还是 还有 还要 这个 这么 这家 这样 这次 这种 这里
那个 那么 那样 那种 那里 里面 问题 需要 非常 马上
"""
EMPTY_EN = frozenset(ENGLISH.split())
EMPTY_ZH = frozenset(CHINESE.split())
