"""What people in both languages praise and blame in stores: one subject, written differently."""

from __future__ import annotations

from collections.abc import Mapping

# Subject: English stems, or Chinese words. The name of a subject begins with "=", which no word does.
SUBJECTS = """
quality: qualiti durabl sturdi craft craftsmanship workmanship
quality: 质量 品质 做工 工艺 手工 结实 耐用 扎实 精细
price: price cheap expens afford valu cost money bargain discount sale
price: 价格 便宜 实惠 划算 性价比 贵 价位 价钱 优惠 打折 折扣 降价
delivery: deliveri ship arriv fast quick courier postag dispatch late slow
delivery: 快递 物流 发货 送货 速度 到货 配送 很快 慢
packing: packag wrap pack box damag
packing: 包装 盒子 礼盒 破损 包裹
service: servic staff answer repli help helpful patient polit custom
service: 服务 客服 态度 耐心 回复 服务员 前台 售后 解答
taste: tast flavor flavour delici sweet sour aroma smell scent
taste: 味道 口感 好吃 好喝 香味 气味 新鲜 甜 酸 水分
fresh: fresh ripe rotten
fresh: 新鲜 坏 烂 腐烂 坏果
looks: color colour design style look print pattern pictur
looks: 颜色 好看 漂亮 款式 样式 外观 设计 色差 图片 大方
size: size fit small larg big tight loos length petit short long wide
size: 尺码 大小 合身 偏大 偏小 尺寸 号码 码数 合适 太小 太大
feel: comfort comfi soft cozi cosi itchi warm cool light weight
feel: 舒服 舒适 柔软 手感 暖和 轻薄 透气
stuff: fabric materi cotton wool silk linen cashmer leather clay
stuff: 面料 材质 布料 料子 棉 羊绒 紫砂 原料
genuine: authent genuin fake real origin trust honest
genuine: 正品 假货 真货 信任 放心 诚信 保证
choice: choic rang select varieti uniqu differ rare
choice: 种类 品种 选择 齐全 独特 特别的
gift: gift present birthday wed mother friend
gift: 礼物 送人 送礼 生日 婚礼 朋友 妈妈
story: stori cultur tradit maker master artisan histori learn knowledg
story: 故事 文化 传统 师傅 大师 匠人 讲解 知识 历史
again: habit famili loyal
again: 老顾客 回头客 回购 多年 习惯 家人
return: return refund exchang
return: 退货 退款 换货 退换
"""


def _read(lines: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        name, _colon, words = line.partition(":")
        found |= {word: f"={name}" for word in words.split() if word not in found}
    return found


CONCEPTS: Mapping[str, str] = _read(SUBJECTS)
NAMES = tuple(dict.fromkeys(CONCEPTS.values()))
