// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {ActType} from "../libraries/Types.sol";
import {Ruled} from "../modules/Ruled.sol";
import {IClosedPeriods} from "./IClosedPeriods.sol";

/// @notice The rules of equity (ERC-721), for all share classes. Second version: an issuer may close its class for a while.
/// @dev A closed period is for the days before results are told: no certificate of the class is newly offered or given away.
/// What was offered before stays as it was: it may be taken, or taken back.
contract EquityFactoryV2 is Ruled, IEquityRules, IClosedPeriods {
    /// @notice The campaign waits for exactly so many units of this class.
    error EquityNotAwaited(address face, address campaign, uint256 got, uint256 wanted);
    /// @notice R19: the certificate may not be traded before this second.
    error EquityLocked(uint256 id, uint64 lockedUntil);
    /// @notice Door to door only where the rulebook opens it ("equity-transfers").
    error EquityTransfersClosed();

    /// @notice All in seconds.
    uint64 public constant TOLD = 3 days;
    uint64 public constant LONGEST = 30 days;
    bytes32 private constant NAME = "equity";

    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IClosedPeriods
    function closePeriod(address face, uint64 from, uint64 until) external {
        address door = MASTER.entrant();
        require(MASTER.faceOf(face).issuer == door, EquityNotTheIssuer(face, door));
        (, uint64 last) = closedPeriodOf(face);
        uint64 earliest = uint64(block.timestamp) + TOLD;
        if (last + LONGEST > earliest) earliest = last + LONGEST;
        bool fits = from >= earliest && until > from && until - from <= LONGEST;
        require(fits, EquityPeriodOutOfRange(from, until, earliest));

        MASTER.write(_key(face), bytes32(uint256(from) << 64 | until));

        emit PeriodClosed(face, from, until);
    }

    /// @inheritdoc IClosedPeriods
    function closedPeriodOf(address face) public view returns (uint64 from, uint64 until) {
        uint256 word = uint256(MASTER.word(NAME, _key(face)));
        return (uint64(word >> 64), uint64(word));
    }

    /// @inheritdoc IEquityRules
    function checkMint(address face, address to, uint256 units) external view {
        uint256 wanted = ICampaign(to).unitsAwaited(face);
        require(wanted != 0 && units == wanted, EquityNotAwaited(face, to, units, wanted));
    }

    /// @inheritdoc IEquityRules
    function checkMove(address face, uint256 id, address, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
        _requireOpen(face);
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("equity-transfers", 0) == 1, EquityTransfersClosed());
    }

    /// @inheritdoc IEquityRules
    function checkEncumber(address face, uint256 id, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
        _requireOpen(face);
    }

    /// @inheritdoc IEquityRules
    function checkDelivery(address, uint256 id, address, address, uint256, uint64 lockedUntil) external view {
        _requireUnlocked(id, lockedUntil);
    }

    function _requireUnlocked(uint256 id, uint64 lockedUntil) private view {
        require(lockedUntil <= block.timestamp, EquityLocked(id, lockedUntil));
    }

    function _requireOpen(address face) private view {
        (uint64 from, uint64 until) = closedPeriodOf(face);
        require(block.timestamp < from || block.timestamp >= until, EquityClosedPeriod(face, until));
    }

    function _key(address face) private pure returns (bytes32) {
        return keccak256(abi.encode("closed", face));
    }

    function acts() public pure override returns (ActType[] memory list) {
        list = new ActType[](1);
        list[0] = ActType(
            this.closePeriod.selector, 180_000, 1,
            "ClosePeriod(address equity,address asset,uint256 most,address face,uint64 from,uint64 until,uint256 nonce,uint256 deadline)"
        );
    }
}
