// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Dividend} from "../instances/Dividend.sol";
import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {ISukuk} from "./ISukuk.sol";
import {ISukukPayments} from "./ISukukPayments.sol";

/// @notice One payment of a sukuk, profit or principal: how much, to whom and when is what its placement said, and nothing
/// that anybody chooses. For the rest see {Dividend}; that one's own declaration is no act of this template.
contract DividendOfSukuk is Dividend, ISukukPayments {
    /// @dev Hundredths of a sen in a sen; parts in a million times the seconds of the year that rates are for.
    uint256 private constant HUNDREDTHS = 100;
    uint256 private constant MILLION_YEARS = 1_000_000 * 365 days;

    constructor(IMarketMaster master) Dividend(master) {}

    /// @inheritdoc ISukukPayments
    function declareSukuk(address campaign, uint8 number) external {
        bool placed = MASTER.templateOf(campaign) != address(0) && ICampaign(campaign).state() == ICampaign.State.Settled;
        require(placed, SukukNotPlaced(campaign));
        ICampaign.Terms memory t = ICampaign(campaign).terms();
        uint64 due = dueAt(campaign, number);
        if (due < block.timestamp) due = uint64(block.timestamp);
        bool last = number > ISukuk(campaign).sukuk().payments;
        bytes32 title = bytes32(bytes(last ? "Principal" : string.concat("Profit ", Strings.toString(number))));
        _declare(t.face, t.money, perUnit(campaign, number), due, due, title);
    }

    /// @inheritdoc ISukukPayments
    function dueAt(address campaign, uint8 number) public view returns (uint64) {
        ISukuk.Sukuk memory s = _sukuk(campaign, number);
        return number > s.payments ? s.maturesAt : _endOf(s, ICampaign(campaign).terms().closesAt, number);
    }

    /// @inheritdoc ISukukPayments
    function perUnit(address campaign, uint8 number) public view returns (uint256) {
        ISukuk.Sukuk memory s = _sukuk(campaign, number);
        ICampaign.Terms memory t = ICampaign(campaign).terms();
        uint256 price = t.price * HUNDREDTHS;
        if (number > s.payments) return price;
        uint256 period = _endOf(s, t.closesAt, number) - _endOf(s, t.closesAt, number - 1);
        return price * s.rate * period / MILLION_YEARS;
    }

    function _sukuk(address campaign, uint8 number) private view returns (ISukuk.Sukuk memory s) {
        s = ISukuk(campaign).sukuk();
        require(number != 0 && number <= s.payments + 1, SukukNoSuchPayment(number, s.payments));
    }

    function _endOf(ISukuk.Sukuk memory s, uint64 close, uint256 period) private pure returns (uint64) {
        return uint64(close + (s.maturesAt - close) * period / s.payments);
    }

    function acts() public pure override returns (ActType[] memory list) {
        list = super.acts();
        list[0] = ActType(
            this.declareSukuk.selector, 380_000, 1,
            "DeclareSukuk(address template,address asset,uint256 most,address campaign,uint8 number,uint256 nonce,uint256 deadline)"
        );
    }
}
